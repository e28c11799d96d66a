import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createHashRouter, RouterProvider } from 'react-router';
import { ApiError } from './api/request';
import { SessionProvider } from './api/session';
import { AccountPage } from './features/accounts/account-page';
import { MembershipRequestsPage } from './features/accounts/membership-requests-page';
import { PeoplePage } from './features/accounts/people-page';
import { AuditPage } from './features/audit/audit-page';
import { EnterprisePage } from './features/enterprises/enterprise-page';
import { EnterprisesPage } from './features/enterprises/enterprises-page';
import { ImportPage } from './features/enterprises/import-page';
import { ImportsPage } from './features/enterprises/imports-page';
import { EventPage } from './features/events/event-page';
import { EventsPage } from './features/events/events-page';
import { IssuePage } from './features/issues/issue-page';
import { IssuesPage } from './features/issues/issues-page';
import { ListingsPage } from './features/matchmaking/listings-page';
import { UnreachablePage } from './features/messages/unreachable-page';
import { MatrixPage } from './features/organizations/matrix-page';
import { OrganizationsPage } from './features/organizations/organizations-page';
import { BriefingsPage } from './features/policies/briefings-page';
import { PoliciesPage } from './features/policies/policies-page';
import { PolicyEditor } from './features/policies/policy-editor';
import { PolicyVersionsPage } from './features/policies/policy-versions-page';
import { FirstPlace } from './shell/first-place';
import { Shell } from './shell/shell';
import './styles/base.css';
import './styles/shell.css';
import './styles/issues.css';
import './styles/policies.css';
import './styles/events.css';
import './styles/accounts.css';
import './styles/audit.css';
import { theme } from './theme';

const router = createHashRouter([
  {
    path: '/',
    element: <Shell />,
    children: [
      { index: true, element: <FirstPlace /> },
      { path: 'issues', element: <IssuesPage /> },
      { path: 'issues/:id', element: <IssuePage /> },
      { path: 'unreachable', element: <UnreachablePage /> },
      { path: 'policies', element: <PoliciesPage /> },
      { path: 'policies/new', element: <PolicyEditor /> },
      { path: 'policies/:id', element: <PolicyEditor /> },
      { path: 'policies/:id/versions', element: <PolicyVersionsPage /> },
      { path: 'briefings', element: <BriefingsPage /> },
      { path: 'events', element: <EventsPage /> },
      { path: 'events/:id', element: <EventPage /> },
      { path: 'enterprises', element: <EnterprisesPage /> },
      { path: 'enterprises/imports', element: <ImportsPage /> },
      { path: 'enterprises/imports/:id', element: <ImportPage /> },
      { path: 'enterprises/:id', element: <EnterprisePage /> },
      { path: 'listings', element: <ListingsPage /> },
      { path: 'account', element: <AccountPage /> },
      { path: 'people', element: <PeoplePage /> },
      { path: 'memberships', element: <MembershipRequestsPage /> },
      { path: 'audit', element: <AuditPage /> },
      { path: 'organizations', element: <OrganizationsPage /> },
      { path: 'organizations/:id', element: <OrganizationsPage /> },
      { path: 'responsibilities', element: <MatrixPage /> },
      { path: '*', element: <FirstPlace /> },
    ],
  },
]);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal is an answer; only a lost connection is worth another try.
      retry: (count, error) => error instanceof ApiError && error.code === 'OFFLINE' && count < 2,
    },
  },
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ConfigProvider theme={theme} locale={zhCN} button={{ autoInsertSpace: false }}>
        <AntApp>
          <QueryClientProvider client={queries}>
            <SessionProvider>
              <RouterProvider router={router} />
            </SessionProvider>
          </QueryClientProvider>
        </AntApp>
      </ConfigProvider>
    </StrictMode>,
  );
}
