import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import type { AuditEntry } from '@contract/index';
import { request } from '../../api/request';
import { Facts } from '../../components/facts';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { clockText } from '../../format/time';
import type { Search } from './audit-search';
import { actionWord, kindWord, reasonWord } from './audit-words';

export const personWord = ({ actor }: AuditEntry): string =>
  actor.kind === 'guest' ? '未登录' : actor.kind === 'system' ? `系统（${actor.name}）` : (actor.name ?? '');

/** One entry whole: who, what, from where, why, and where it stands in its chain. */
export function AuditEntryDrawer({
  id,
  onClose,
  onSearch,
}: {
  id: string | null;
  onClose: () => void;
  onSearch: (search: Search) => void;
}) {
  const entry = useQuery({
    queryKey: ['audit', 'entry', id],
    queryFn: () => request('GET /audit/entries/:id', { params: { id: id ?? '' } }),
    enabled: id !== null,
    staleTime: Infinity,
  });
  const found = entry.data;
  const only = (label: string, search: Search) => (
    <Button size="small" type="link" onClick={() => onSearch(search)}>
      {label}
    </Button>
  );
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={480}
      title={found ? actionWord(found.action) : '审计记录'}
    >
      <StateView query={entry}>
        {found && (
          <div className="stack">
            <Facts
              rows={[
                ['时间', clockText(new Date(found.at))],
                [
                  '人员',
                  <>
                    {personWord(found)}{' '}
                    {found.actor.personId && only('只看此人', { person: found.actor.personId })}
                  </>,
                ],
                ['动作', only(actionWord(found.action), { action: found.action })],
                ['理由', reasonWord(found)],
                [
                  '对象',
                  <>
                    {kindWord(found.subject.kind)} <span className="mono small">{found.subject.id}</span>
                    {only('只看此记录', { record: found.subject.id })}
                  </>,
                ],
                [
                  '企业',
                  found.enterprise && only(found.enterprise.name, { enterprise: found.enterprise.id }),
                ],
                ['地址', found.address && only(found.address, { address: found.address })],
                ['客户端', found.agent],
                ['请求', <span className="mono small">{found.requestId}</span>],
                ['个人信息', found.readsPersonalData ? <Tone tone="amber">看了个人信息</Tone> : undefined],
              ]}
            />
            <h3>在链上</h3>
            {found.place ? (
              <Facts
                rows={[
                  ['链', <span className="mono small">{found.place.chain}</span>],
                  ['位置', `第 ${found.place.sequence} 条，在第 ${found.place.link} 环`],
                  ['哈希', <span className="mono small audit-hash">{found.place.hash}</span>],
                  [
                    '检查点',
                    found.place.checkpoint ? (
                      <Tone tone="green">
                        第 {found.place.checkpoint.number} 个已签，
                        {clockText(new Date(found.place.checkpoint.at))}
                      </Tone>
                    ) : (
                      <Tone tone="amber">等下一个检查点</Tone>
                    ),
                  ],
                ]}
              />
            ) : (
              <p className="meta">刚写入，马上入链</p>
            )}
          </div>
        )}
      </StateView>
    </Drawer>
  );
}
