import { useQuery } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { DifferenceRow, Policy } from '@contract/index';
import { policyStatusText } from '@contract/words';
import { dayOf } from '@/format/dates';
import { request } from '../../api/request';
import { Labelled } from '../../components/labelled';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { policyStatusTone } from '../../format/texts';
import { dayText } from '../../format/time';
import { useCrumb } from '../../shell/crumb';

/** The versions of a policy, what each changed, and taking its publication back. */
export function PolicyVersionsPage() {
  const { id = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const to = Number(search.get('to')) || undefined;
  useCrumb('版本');
  const policy = useQuery({
    queryKey: ['policies', 'one', id],
    queryFn: () => request('GET /policies/:id', { params: { id } }),
  });
  const versions = useQuery({
    queryKey: ['policies', 'versions', id],
    queryFn: () => request('GET /policies/:id/versions', { params: { id } }),
  });
  const difference = useQuery({
    queryKey: ['policies', 'difference', id, to],
    queryFn: () => request('GET /policies/:id/difference', { params: { id }, query: to ? { to } : {} }),
  });
  const shown = difference.data;
  return (
    <>
      <div className="page-head">
        <h1 className="cut">{policy.data?.title ?? '版本'}</h1>
        {policy.data && (
          <Tone tone={policyStatusTone[policy.data.status]}>{policyStatusText[policy.data.status]}</Tone>
        )}
      </div>
      <div className="page-columns" style={{ gridTemplateColumns: 'minmax(0, 1fr) 320px' }}>
        <section className="panel scroll" aria-label="改了什么">
          <div className="panel-body stack">
            <StateView
              query={difference}
              isEmpty={shown?.fields.length === 0 && shown.rows.length === 0}
              empty={shown?.to === 1 ? '这是最初发布的一版，没有可比的' : '文字没有变化'}
            >
              <strong>第 {shown?.to} 版改了什么</strong>
              {shown?.fields.map(({ label, from, to: after }) => (
                <div key={label}>
                  <span className="meta">{label} </span>
                  {from && <del className="gone">{from}</del>} {after && <ins className="come">{after}</ins>}
                </div>
              ))}
              {shown?.rows.map((row, at) => (
                <Row key={at} row={row} />
              ))}
            </StateView>
          </div>
        </section>
        <section className="panel scroll" aria-label="各版本">
          <div className="panel-body stack">
            <StateView query={versions} isEmpty={versions.data?.length === 0} empty="还没有发布">
              {versions.data?.toReversed().map(({ number, at, note }) => (
                <div key={number}>
                  <Button
                    type={number === shown?.to ? 'primary' : 'default'}
                    onClick={() => setSearch({ to: String(number) })}
                  >
                    第 {number} 版
                  </Button>
                  <div className="meta">
                    {[dayText(dayOf(at)), note ?? (number === 1 ? '最初发布' : '')]
                      .filter(Boolean)
                      .join('，')}
                  </div>
                </div>
              ))}
            </StateView>
            {policy.data && <Withdrawal policy={policy.data} />}
          </div>
        </section>
      </div>
    </>
  );
}

/** One paragraph: what came is underlined, what went is struck through. */
function Row({ row: { kind, pieces, count } }: { row: DifferenceRow }) {
  if (kind === 'left-out') return <div className="meta">…… {count} 段没有变化 ……</div>;
  return (
    <p style={{ margin: 0 }}>
      {pieces.map(({ kind: piece, text }, at) =>
        piece === 'added' ? (
          <ins key={at} className="come">
            {text}
          </ins>
        ) : piece === 'removed' ? (
          <del key={at} className="gone">
            {text}
          </del>
        ) : (
          <span key={at}>{text}</span>
        ),
      )}
    </p>
  );
}

function Withdrawal({ policy }: { policy: Policy }) {
  const { modal } = App.useApp();
  const { isActing, act } = useAct({ stale: [['policies']] });
  const [reason, setReason] = useState('');
  if (policy.status === 'draft') return null;
  if (policy.status === 'withdrawn')
    return (
      <div role="note">
        {policy.withdrawnAt && dayText(dayOf(policy.withdrawnAt))}已撤回：{policy.withdrawalReason}
      </div>
    );
  const withdraw = () =>
    act(async () => {
      await request('POST /policies/:id/withdrawal', {
        params: { id: policy.id },
        body: { reason: reason.trim() },
      });
      return '已撤回，企业打开会看到撤回说明';
    });
  return (
    <>
      <Labelled label="撤回的原因，企业看得到">
        <Input.TextArea
          value={reason}
          maxLength={200}
          autoSize={{ minRows: 2, maxRows: 5 }}
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <Button
        danger
        disabled={reason.trim() === ''}
        loading={isActing}
        onClick={() =>
          modal.confirm({
            title: '撤回这件政策？',
            content: '撤回后不能再改，也不能再发布。',
            okText: '撤回',
            okButtonProps: { danger: true },
            cancelText: '不撤回',
            onOk: withdraw,
          })
        }
      >
        撤回这件政策
      </Button>
    </>
  );
}
