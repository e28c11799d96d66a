import {
  CalendarOutlined,
  FileTextOutlined,
  InboxOutlined,
  LinkOutlined,
  NotificationOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { NavLink, Outlet } from 'react-router';
import type { OfficerRole } from '@contract/enums';
import { request } from '../api/request';
import { useSession } from '../api/session';
import { officerRoleText } from '@/format/codes';
import { moment } from '../format/time';

const places: { to: string; label: string; icon: typeof InboxOutlined; roles: OfficerRole[] }[] = [
  {
    to: '/issues',
    label: '问题',
    icon: InboxOutlined,
    roles: ['desk', 'handler', 'supervisor', 'leader', 'service-officer'],
  },
  { to: '/policies', label: '政策', icon: FileTextOutlined, roles: ['editor'] },
  { to: '/briefings', label: '简报', icon: NotificationOutlined, roles: ['editor'] },
  { to: '/events', label: '活动', icon: CalendarOutlined, roles: ['event-manager', 'steward'] },
  { to: '/listings', label: '对接', icon: LinkOutlined, roles: ['desk', 'event-manager'] },
];

/** The frame of every page: rail, header with the officer's body, and the page; before sign-in, how to sign in. */
export function Shell() {
  const { me, status, error, signOut } = useSession();
  const roles = new Set(me?.offices.flatMap((entry) => entry.roles));
  const open = places.filter((place) => place.roles.some((role) => roles.has(role)));
  const counts = useQuery({
    queryKey: ['issues', 'counts'],
    queryFn: () => request('GET /issues/counts', { query: { as: 'officer' } }),
    enabled: open.some(({ to }) => to === '/issues'),
    refetchInterval: 30_000,
  });
  if (status === 'loading')
    return (
      <div className="gate">
        <Spin size="large" />
      </div>
    );
  if (!me) return <SignInGate error={error} />;
  const office = me.offices[0];
  if (!office) return <NoOffice name={me.name} onSignOut={signOut} />;

  const waiting = counts.data?.waitingForMe ?? 0;
  return (
    <div className="shell">
      <aside className="rail">
        <div className="rail-mark">
          <span aria-hidden="true">企</span>
        </div>
        <nav aria-label="主导航">
          {open.map(({ to, label, icon: Icon }) => (
            <NavLink key={to} to={to}>
              <Icon aria-hidden="true" />
              {label}
              {to === '/issues' && waiting > 0 && (
                <em className="rail-count" aria-label={`${waiting} 件待我处理`}>
                  {waiting}
                </em>
              )}
            </NavLink>
          ))}
        </nav>
      </aside>
      <header className="top">
        <span className="strong cut">{office.organization.name}</span>
        <span className="top-level">{office.regionName}</span>
        <Now />
        <Dropdown menu={{ items: [{ key: 'out', label: '退出登录', onClick: () => void signOut() }] }}>
          <Button type="text" aria-label={`${me.name}，账户`}>
            <span className="row">
              <span className="avatar">{me.name.slice(0, 1)}</span>
              {me.name}
              <span className="meta">
                {office.roles
                  .map((role) => officerRoleText[role])
                  .slice(0, 2)
                  .join('、')}
              </span>
            </span>
          </Button>
        </Dropdown>
      </header>
      <main className="page">
        <Outlet />
      </main>
    </div>
  );
}

function Now() {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return <span className="top-now">{moment(now.toISOString())}</span>;
}

function SignInGate({ error }: { error: string | null }) {
  return (
    <div className="gate">
      <div className="gate-card stack">
        <h1 style={{ fontSize: 18 }}>企服通控制台</h1>
        {error ? <p className="red">{error}</p> : <p>还没有登录。</p>}
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

function NoOffice({ name, onSignOut }: { name: string; onSignOut: () => Promise<void> }) {
  return (
    <div className="gate">
      <div className="gate-card stack">
        <h1 style={{ fontSize: 18 }}>{name}，您好</h1>
        <p>控制台给工作人员用。企业的事在小程序里办。</p>
        <Button onClick={() => void onSignOut()}>退出登录</Button>
      </div>
    </div>
  );
}
