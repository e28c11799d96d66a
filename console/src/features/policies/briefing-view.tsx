import { EditOutlined, SendOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { Briefing } from '@contract/index';
import { request } from '../../api/request';
import { Kbd, useKeys } from '../../components/keys';
import { Figures } from '../../components/figures';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { moment } from '../../format/time';
import { SampleTable } from './audience-panel';
import { BriefingCard } from './briefing-card';
import { VerdictTone } from './verdict-tone';

/** One briefing: before the push whom it would reach, afterwards what became of it. */
export function BriefingView({ briefing, onChange }: { briefing: Briefing; onChange: () => void }) {
  const isDraft = briefing.status === 'draft';
  const audience = useQuery({
    queryKey: ['briefings', briefing.id, 'audience'],
    queryFn: () => request('GET /briefings/:id/audience', { params: { id: briefing.id } }),
    enabled: isDraft,
  });
  const reached = audience.data ? audience.data.counts.met + audience.data.counts.unknown : 0;
  const ask = usePush(briefing.id, reached, audience.data);
  const push = isDraft && reached > 0 ? ask : undefined;
  useKeys([
    { key: 'p', hint: '推送', run: push },
    { key: 'e', hint: '改草稿', run: isDraft ? onChange : undefined },
  ]);
  return (
    <section className="panel" aria-label="简报">
      <div className="panel-head">
        <h2>第 {briefing.number} 期</h2>
        <Tone tone={isDraft ? 'grey' : 'green'}>{isDraft ? '草稿' : '已推送'}</Tone>
        <span className="meta cut">
          {briefing.author.name}编写，{moment(briefing.sentAt ?? briefing.createdAt)}
        </span>
        <span className="grow" />
        {isDraft && (
          <>
            <Button icon={<EditOutlined />} onClick={onChange}>
              改<Kbd>E</Kbd>
            </Button>
            <Button type="primary" icon={<SendOutlined />} disabled={!push} onClick={push}>
              推送<Kbd>P</Kbd>
            </Button>
          </>
        )}
      </div>
      <div className="briefing-view scroll">
        <div className="stack">
          {isDraft ? (
            <StateView query={audience}>
              {audience.data && (
                <>
                  <Figures
                    figures={[
                      {
                        key: 'met',
                        name: <VerdictTone verdict="met" />,
                        count: audience.data.counts.met,
                        note: '推送，说明为什么符合',
                      },
                      {
                        key: 'unknown',
                        name: <VerdictTone verdict="unknown" />,
                        count: audience.data.counts.unknown,
                        note: '推送，说明补什么',
                      },
                      {
                        key: 'not-met',
                        name: <VerdictTone verdict="not-met" />,
                        count: audience.data.counts.notMet,
                        note: '不推送',
                      },
                      {
                        key: 'people',
                        name: '会收到的人',
                        count: audience.data.people,
                        note: `微信可通知 ${audience.data.withConsent} 人`,
                      },
                    ]}
                  />
                  {reached === 0 && (
                    <p className="notice-line">没有企业够得着，推不出去。看看政策的规则是不是太窄。</p>
                  )}
                  <SampleTable sample={audience.data.sample} />
                </>
              )}
            </StateView>
          ) : (
            <Outcome briefing={briefing} />
          )}
        </div>
        <BriefingCard {...briefing} />
      </div>
    </section>
  );
}

/** What became of it: each number with what it counts. */
function Outcome({ briefing: { figures } }: { briefing: Briefing }) {
  const rate = figures.audience > 0 ? Math.round((figures.opened / figures.audience) * 100) : 0;
  return (
    <>
      <Figures
        figures={[
          { key: 'audience', name: '送达企业', count: figures.audience, note: '符合的和缺资料的' },
          { key: 'opened', name: '打开企业', count: figures.opened, note: `占 ${rate}%` },
          { key: 'irrelevant', name: '与我无关', count: figures.irrelevant, note: '企业点了“与我无关”' },
        ]}
      />
      <Figures
        figures={[
          { key: 'inbox', name: '收到的人', count: figures.inbox, note: '消息里有这一期' },
          { key: 'subscription', name: '微信通知', count: figures.subscription, note: '微信弹出并送达' },
          { key: 'no-consent', name: '微信未授权', count: figures.noConsent, note: '只在消息里看到' },
        ]}
      />
    </>
  );
}

function usePush(
  id: string,
  reached: number,
  audience: { people: number; withConsent: number } | undefined,
): () => void {
  const { modal } = App.useApp();
  const { act } = useAct({ stale: [['briefings']], otherwise: '没有推送，请再试一次' });
  return () =>
    modal.confirm({
      title: `推给 ${reached} 家企业？`,
      content: `${audience?.people ?? 0} 人会在消息里收到，其中 ${audience?.withConsent ?? 0} 人的微信会弹出通知。推送后不能再改。`,
      okText: '推送',
      onOk: () =>
        act(async () => {
          await request('POST /briefings/:id/pushes', { params: { id } });
          return '已推送';
        }),
    });
}
