import { ApiError } from '@/api/request';
import { actFor } from '@/api/session';
import { openPage } from '@/platform/navigation';
import { chooseOne, notify, whileBusy } from '@/platform/notify';
import { useSession } from './use-session';

/** WeChat lists at most six choices; the last is kept for binding another enterprise. */
const mostListed = 5;

/** Lets the person act for another of their enterprises, or bind one more. */
export function useEnterpriseSwitch(): () => Promise<void> {
  const { me } = useSession();
  return async () => {
    const others = (me?.enterprises ?? [])
      .filter(({ status, enterpriseId }) => status === 'active' && enterpriseId !== me?.currentEnterpriseId)
      .slice(0, mostListed);
    const chosen = await chooseOne([...others.map(({ enterpriseName }) => enterpriseName), '绑定另一家企业']);
    if (chosen === undefined) return;
    const enterprise = others[chosen];
    if (!enterprise) {
      await openPage('enterprises/bind');
      return;
    }
    try {
      await whileBusy('正在换', () => actFor(enterprise.enterpriseId));
      notify(`现在代表${enterprise.enterpriseName}`);
    } catch (error) {
      notify(error instanceof ApiError ? error.message : '没换成，请再试一次');
    }
  };
}
