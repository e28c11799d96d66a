import { useState } from 'react';
import type { Colleague } from '@contract';
import {
  answerHandover,
  decideMembership,
  endMembership,
  listColleagues,
  offerAdministration,
  withdrawOffer,
} from '@/api/accounts';
import { keepMe, refreshMe } from '@/api/session';
import { useAction } from '@/hooks/use-action';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { notify } from '@/platform/notify';

/** Who acts for the enterprise, and what may be done about it; every act reads the list again and says what happened. */
export function useColleagues(enterpriseId: string | undefined) {
  const list = useResource(async () => (enterpriseId ? listColleagues() : []), enterpriseId);
  useRefreshOnShow(list.refresh);
  usePullToRefresh(list.refresh);
  const action = useAction();
  /** The membership that is being changed. */
  const [changing, setChanging] = useState<string>();

  const change = async (id: string, work: () => Promise<unknown>, said: string): Promise<boolean> => {
    setChanging(id);
    const isDone = await action.run(async () => {
      await work();
      await list.refresh();
    });
    setChanging(undefined);
    if (isDone) notify(said);
    return isDone;
  };
  return {
    ...list,
    changing,
    problem: action.problem,
    forgetProblem: action.reset,
    accept: ({ membershipId: id, name }: Colleague) =>
      change(id, () => decideMembership(id, { accept: true }), `${name}加入了`),
    refuse: ({ membershipId: id }: Colleague, reason: string) =>
      change(id, () => decideMembership(id, { accept: false, reason }), '没让加入，原因发给对方了'),
    remove: ({ membershipId: id, name }: Colleague, reason: string) =>
      change(id, () => endMembership(id, reason), `${name}不再代表企业`),
    leave: (id: string) => change(id, async () => (await endMembership(id), refreshMe()), '您已退出这家企业'),
    offer: ({ membershipId: id, name }: Colleague) =>
      change(id, () => offerAdministration(id), `等${name}答应`),
    takeBack: ({ membershipId: id }: Colleague) =>
      change(id, () => withdrawOffer(id), '收回了，您还是管理员'),
    answer: (id: string, accept: boolean) =>
      change(
        id,
        async () => keepMe(await answerHandover(id, accept)),
        accept ? '您现在是企业管理员' : '没有接任，对方会收到消息',
      ),
  };
}
