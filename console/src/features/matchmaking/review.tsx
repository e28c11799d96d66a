import { CheckOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import type { Listing } from '@contract/index';
import { formatAmount } from '@/format/amounts';
import { listingAge, listingKind } from '@/format/listings';
import { serverNow } from '../../api/clock';
import { request } from '../../api/request';
import { Facts } from '../../components/facts';
import { Kbd, useKeys } from '../../components/keys';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { dayText } from '../../format/time';
import { checksOf } from './checks';

/** One listing with its checks: it is published, or goes back with what has to change. */
export function Review({ listing, canReview }: { listing: Listing; canReview: boolean }) {
  const [reason, setReason] = useState('');
  const reasonField = useRef<InputRef>(null);
  const { isActing, act } = useAct({ stale: [['listings']] });
  const decide = async (publish: boolean) => {
    if (isActing) return;
    await act(async () => {
      await request('POST /listings/:id/review', {
        params: { id: listing.id },
        body: { publish, ...(publish ? {} : { reason: reason.trim() }) },
      });
      return publish ? '已发布' : '已退回，企业会看到原因';
    });
  };
  const giveBack = () => {
    if (reason.trim()) void decide(false);
    else reasonField.current?.focus();
  };
  useKeys([
    { key: 'p', hint: '发布', run: canReview ? () => void decide(true) : undefined },
    { key: 'b', hint: '退回', run: canReview ? giveBack : undefined },
  ]);
  return (
    <section className="panel" aria-label="供需内容">
      <div className="panel-head">
        <Tone tone="accent">{listingKind(listing)}</Tone>
        <h2 className="cut">{listing.title}</h2>
        <span className="grow" />
        {!canReview && <span className="meta">{listingAge(listing, serverNow())}</span>}
      </div>
      <div className="panel-body scroll">
        <div className="stack">
          <Facts
            rows={[
              [
                '企业',
                <>
                  {listing.ownerName}
                  {listing.isNameHidden && <span className="meta"> 对外不显示名称</span>}
                </>,
              ],
              ['数量', listing.quantity],
              ['金额', listing.amountFen === undefined ? undefined : formatAmount(listing.amountFen)],
              ['行业', listing.industryName],
              ['地区', listing.regionName],
              ['有效', `到 ${dayText(listing.validUntil)}`],
            ]}
          />
          <p className="pre issue-ask">{listing.text}</p>
          {canReview && (
            <ul className="checks">
              {checksOf(listing).map(({ text, isFine }) => (
                <li key={text} className={isFine ? undefined : 'amber'}>
                  {isFine ? <CheckOutlined className="green" /> : <WarningOutlined />}
                  {text}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {canReview && (
        <div className="panel-foot row wrap">
          <Button type="primary" loading={isActing} onClick={() => void decide(true)}>
            发布<Kbd>P</Kbd>
          </Button>
          <Input
            ref={reasonField}
            className="grow"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onPressEnter={giveBack}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            maxLength={200}
            placeholder="退回时写明改什么"
            aria-label="退回原因"
          />
          <Button danger disabled={!reason.trim()} loading={isActing} onClick={giveBack}>
            退回<Kbd>B</Kbd>
          </Button>
        </div>
      )}
    </section>
  );
}
