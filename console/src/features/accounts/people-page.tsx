import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useMe } from '../../api/session';
import { BodySelect } from './body-select';
import { InvitationsTable } from './invitations-table';
import { InviteDialog } from './invite-dialog';
import { OfficesTable } from './offices-table';

/** 人员: who works in my bodies, in which roles, and who is invited? */
export function PeoplePage() {
  const me = useMe();
  const own = me.offices.filter(({ roles }) => roles.includes('org-admin'));
  const [organizationId, setOrganizationId] = useState<string | undefined>(own[0]?.organization.id);
  const [isInviting, setIsInviting] = useState(false);
  return (
    <>
      <div className="page-head">
        <h1>人员</h1>
        <span className="grow" />
        <Button type="primary" onClick={() => setIsInviting(true)}>
          邀请工作人员
        </Button>
      </div>
      <section className="panel people-page scroll">
        <div className="people-tools">
          <BodySelect value={organizationId} onChange={setOrganizationId} own={own} withAll />
        </div>
        <Tabs
          tabBarStyle={{ paddingInline: 12 }}
          items={[
            {
              key: 'people',
              label: '在岗',
              children: <OfficesTable key={organizationId} organizationId={organizationId} />,
            },
            {
              key: 'invitations',
              label: '邀请',
              children: <InvitationsTable key={organizationId} organizationId={organizationId} />,
            },
          ]}
        />
      </section>
      {isInviting && (
        <InviteDialog own={own} organizationId={organizationId} onClose={() => setIsInviting(false)} />
      )}
    </>
  );
}
