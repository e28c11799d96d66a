import { QuestionCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import type { Me } from '@contract/index';
import { officerRoleText } from '@contract/words';
import { serverNow } from '../api/clock';
import { request } from '../api/request';
import { useSession } from '../api/session';
import { KeyHelp } from '../components/keys';
import { clockText } from '../format/time';
import { NoOffice, SignInGate } from './gates';
import { placesFor } from './places';

/** The frame of every page: rail, header with the officer's body, and the page; before sign-in, how to sign in. */
export function Shell() {
  const { me, status, error, signOut } = useSession();
  if (status === 'loading')
    return (
      <div className="gate">
        <Spin size="large" delay={300} />
      </div>
    );
  if (!me) return <SignInGate error={error} />;
  const open = placesFor(me.offices.flatMap(({ roles }) => roles));
  if (open.length === 0) return <NoOffice name={me.name} onSignOut={signOut} />;
  return <Frame me={me} onSignOut={() => void signOut()} />;
}

function Frame({ me, onSignOut }: { me: Me; onSignOut: () => void }) {
  const [crumb, setCrumb] = useState<string>();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const { pathname } = useLocation();
  const open = placesFor(me.offices.flatMap(({ roles }) => roles));
  const here = open.find(({ to }) => pathname.startsWith(to));
  const waiting = useWaiting(open.map(({ to }) => to));
  const office = me.offices[0];
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
              {(waiting[to] ?? 0) > 0 && (
                <em className="rail-count" aria-label={`${waiting[to]} 件等我`}>
                  {waiting[to]}
                </em>
              )}
            </NavLink>
          ))}
        </nav>
      </aside>
      <header className="top">
        <span className="strong cut" title={office?.organization.name}>
          {office?.organization.name}
        </span>
        <span className="top-level">{office?.regionName}</span>
        <nav className="top-crumbs" aria-label="所在位置">
          {here && <Link to={here.to}>/ {here.label}</Link>}
          {crumb && <span className="cut">/ {crumb}</span>}
        </nav>
        <Now />
        <Button
          className="top-help"
          type="text"
          icon={<QuestionCircleOutlined />}
          aria-label="快捷键"
          title="快捷键 ?"
          onClick={() => setIsHelpOpen(true)}
        />
        <Account me={me} onSignOut={onSignOut} />
      </header>
      <main className="page">
        <Outlet context={setCrumb} />
      </main>
      <KeyHelp isOpen={isHelpOpen} onOpen={() => setIsHelpOpen(true)} onClose={() => setIsHelpOpen(false)} />
    </div>
  );
}

/** What waits for the signed-in person, by section. */
function useWaiting(open: string[]): Record<string, number> {
  const issues = useQuery({
    queryKey: ['issues', 'counts'],
    queryFn: () => request('GET /issues/counts', { query: { as: 'officer' } }),
    enabled: open.includes('/issues'),
    refetchInterval: 30_000,
  });
  const listings = useQuery({
    queryKey: ['listings', 'waiting'],
    queryFn: () => request('GET /listings', { query: { group: 'to-review', limit: 1 } }),
    enabled: open.includes('/listings'),
    refetchInterval: 60_000,
  });
  const memberships = useQuery({
    queryKey: ['memberships', 'requests'],
    queryFn: () => request('GET /memberships/requests'),
    enabled: open.includes('/memberships'),
    refetchInterval: 60_000,
  });
  return {
    '/issues': issues.data?.waitingForMe ?? 0,
    '/listings': listings.data?.total ?? 0,
    '/memberships': memberships.data?.length ?? 0,
  };
}

function Account({ me, onSignOut }: { me: Me; onSignOut: () => void }) {
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...me.offices.map(({ organization, roles }) => ({
            key: organization.id,
            label: `${organization.shortName}，${roles.map((role) => officerRoleText[role]).join('、')}`,
            disabled: true,
          })),
          { type: 'divider' as const },
          { key: 'account', label: <Link to="/account">登录与安全</Link> },
          { key: 'out', label: '退出登录', onClick: onSignOut },
        ],
      }}
    >
      <Button type="text" aria-label={`${me.name}，账户`}>
        <span className="avatar" aria-hidden="true">
          {me.name.slice(0, 1)}
        </span>
        {me.name}
        <span className="meta top-roles">{me.offices[0]?.roles.map((role) => officerRoleText[role])[0]}</span>
      </Button>
    </Dropdown>
  );
}

function Now() {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return <time className="top-now">{clockText(now)}</time>;
}
