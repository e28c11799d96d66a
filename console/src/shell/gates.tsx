import { Button } from 'antd';

/** Before sign-in: how to sign in, or why it didn't work. */
export function SignInGate({ error }: { error: string | null }) {
  return (
    <div className="gate">
      <div className="gate-card stack">
        <h1>企服通控制台</h1>
        {error ? (
          <p className="red" role="alert">
            {error}
          </p>
        ) : (
          <p>还没有登录。</p>
        )}
        <p className="meta">
          从启动页选一位工作人员，点“打开控制台”即可登录；控制台只对窗口、部门和编辑人员开放。
        </p>
        <Button type="primary" href="/">
          去启动页选人
        </Button>
      </div>
    </div>
  );
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
