import { useQuery } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { useSession } from '../api/session';
import { PasswordSignIn } from '../features/accounts/password-sign-in';
import { QrSignIn } from '../features/accounts/qr-sign-in';

/** Before sign-in: by the phone's camera or by password, and why the last try didn't work. */
export function SignInGate({ error }: { error: string | null }) {
  const { start } = useSession();
  const isDemonstration = useDemonstration();
  return (
    <main className="gate">
      <div className="gate-card sign-in-card stack">
        <h1>企服通控制台</h1>
        {error && (
          <p className="red" role="alert">
            {error}
          </p>
        )}
        <Tabs
          centered
          destroyOnHidden
          items={[
            { key: 'qr', label: '扫码登录', children: <QrSignIn onSession={start} /> },
            { key: 'password', label: '密码登录', children: <PasswordSignIn onSession={start} /> },
          ]}
        />
        <p className="meta">控制台给窗口、部门和编辑人员用，企业的事在小程序里办。</p>
        {isDemonstration && (
          <p className="meta">
            演示环境里还可以<a href="/">从启动页选一位工作人员</a>，直接进来。
          </p>
        )}
      </div>
    </main>
  );
}

/** Whether this is the demonstration, whose start page signs people in; production has none. */
function useDemonstration(): boolean {
  const probe = useQuery({
    queryKey: ['demonstration'],
    queryFn: () => fetch('/sandbox/clock').then(({ ok }) => ok),
    staleTime: Infinity,
    retry: false,
  });
  return probe.data ?? false;
}

/** Signed in, but with no work at the console. */
export function NoOffice({ name, onSignOut }: { name: string; onSignOut: () => Promise<void> }) {
  return (
    <div className="gate">
      <div className="gate-card stack">
        <h1>{name}，您好</h1>
        <p>控制台给工作人员用。企业的事在小程序里办。</p>
        <Button onClick={() => void onSignOut()}>退出登录</Button>
      </div>
    </div>
  );
}
