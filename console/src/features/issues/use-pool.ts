import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { issueFields, issueSources } from '@contract/enums';
import type { IssueCounts, Query } from '@contract/index';
import { request } from '../../api/request';

export type Group = NonNullable<Query<'GET /issues'>['group']>;

/** The groups of the pool in the order of their keys 1 to 8, with the count of each. */
export const groups: { key: Group; label: string; title: string; count: (counts: IssueCounts) => number }[] =
  [
    { key: 'waiting-for-me', label: '待我处理', title: '我的', count: (counts) => counts.waitingForMe },
    { key: 'open', label: '未办结', title: '本窗口及下辖', count: (counts) => counts.open },
    { key: 'to-accept', label: '待受理', title: '本窗口及下辖', count: (counts) => counts.toAccept },
    { key: 'to-receive', label: '待签收', title: '本窗口及下辖', count: (counts) => counts.toReceive },
    { key: 'due-today', label: '今日到期', title: '本窗口及下辖', count: (counts) => counts.dueToday },
    { key: 'breached', label: '已超期', title: '本窗口及下辖', count: (counts) => counts.breached },
    { key: 'disputed', label: '争议重办', title: '本窗口及下辖', count: (counts) => counts.disputed },
    { key: 'closed', label: '已办结', title: '本窗口及下辖', count: (counts) => counts.closed },
  ];

type Condition = 'group' | 'field' | 'source' | 'q' | 'at';

/** The pool under the conditions in the address, so that coming back finds it as it was left. */
export function usePool() {
  const [params, setParams] = useSearchParams();
  const known = <T extends string>(values: readonly T[], name: Condition) =>
    values.find((value) => value === params.get(name));
  const group = groups.find(({ key }) => key === params.get('group'))?.key ?? 'open';
  const field = known(issueFields, 'field');
  const source = known(issueSources, 'source');
  const q = params.get('q') ?? '';
  const set = (changes: Partial<Record<Condition, string | null | undefined>>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  const counts = useQuery({
    queryKey: ['issues', 'counts'],
    queryFn: () => request('GET /issues/counts', { query: { as: 'officer' } }),
  });
  const list = useInfiniteQuery({
    queryKey: ['issues', 'list', group, field, source, q],
    queryFn: ({ pageParam }) =>
      request('GET /issues', {
        query: { as: 'officer', group, field, source, q, limit: 50, cursor: pageParam || undefined },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });
  return {
    group,
    field,
    source,
    q,
    selectedId: params.get('at'),
    set,
    counts: counts.data,
    list,
    rows: list.data?.pages.flatMap((page) => page.items) ?? [],
    total: list.data?.pages[0]?.total,
  };
}
