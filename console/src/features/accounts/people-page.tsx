import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Select, Table, Tabs } from 'antd';
import { useState } from 'react';
import type { Invitation, OfficeRow } from '@contract/index';
import { officerRoles, type OfficerRole } from '@contract/enums';
import { officerRoleText } from '@/format/codes';
import { refusalText, request } from '../../api/request';
import { useMe } from '../../api/session';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { moment } from '../../format/time';
import { BodySelect } from './body-select';
import { InviteDialog } from './invite-dialog';
import { MoveDialog, RolesDialog } from './office-dialogs';

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
            { key: 'people', label: '在岗', children: <Offices organizationId={organizationId} /> },
            { key: 'invitations', label: '邀请', children: <Invitations organizationId={organizationId} /> },
          ]}
        />
      </section>
      {isInviting && (
        <InviteDialog own={own} organizationId={organizationId} onClose={() => setIsInviting(false)} />
      )}
    </>
  );
}

/** One page of a list, and the cursors of the pages before it. */
function useCursors() {
  const [cursors, setCursors] = useState<string[]>([]);
  return {
    cursor: cursors.at(-1),
    isFirst: cursors.length === 0,
    next: (cursor: string) => setCursors([...cursors, cursor]),
    back: () => setCursors(cursors.slice(0, -1)),
    reset: () => setCursors([]),
  };
}

function Pager({
  pages,
  next,
  total,
}: {
  pages: ReturnType<typeof useCursors>;
  next: string | undefined;
  total: number | undefined;
}) {
  return (
    <div className="people-tools">
      <span className="meta grow">共 {total ?? 0} 条</span>
      <Button size="small" disabled={pages.isFirst} onClick={pages.back}>
        上一页
      </Button>
      <Button size="small" disabled={!next} onClick={() => next && pages.next(next)}>
        下一页
      </Button>
    </div>
  );
}

function Offices({ organizationId }: { organizationId: string | undefined }) {
  const [role, setRole] = useState<OfficerRole>();
  const [changing, setChanging] = useState<OfficeRow>();
  const [moving, setMoving] = useState<OfficeRow>();
  const pages = useCursors();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const query = {
    ...(organizationId ? { organizationId } : {}),
    ...(role ? { role } : {}),
    ...(pages.cursor ? { cursor: pages.cursor } : {}),
  };
  const list = useQuery({
    queryKey: ['offices', query],
    queryFn: () => request('GET /offices', { query }),
  });
  const end = (row: OfficeRow) =>
    modal.confirm({
      title: `结束${row.person.name}在${row.organization.shortName}的岗位？`,
      content: '名下没办完的诉求会同时转给接任的人，企业不会断了联系。',
      okText: '结束',
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          const { reassignedIssues } = await request('DELETE /offices/:id', { params: { id: row.id } });
          void message.success(endedText(reassignedIssues));
        } catch (error) {
          void message.error(refusalText(error));
        } finally {
          await queries.invalidateQueries({ queryKey: ['offices'] });
        }
      },
    });
  const rows = list.data?.items ?? [];
  return (
    <>
      <div className="people-tools">
        <Select
          aria-label="角色"
          style={{ width: 160 }}
          placeholder="全部角色"
          allowClear
          value={role}
          onChange={(next: OfficerRole | undefined) => {
            setRole(next);
            pages.reset();
          }}
          options={officerRoles.map((each) => ({ value: each, label: officerRoleText[each] }))}
        />
      </div>
      <StateView
        isLoading={list.isPending}
        error={list.error}
        hasData={list.data !== undefined}
        isEmpty={rows.length === 0}
        empty="这里还没有工作人员。点“邀请工作人员”，把邀请码发给本人。"
        onRetry={() => void list.refetch()}
      >
        <Table<OfficeRow>
          rowKey="id"
          size="small"
          pagination={false}
          scroll={{ x: 760 }}
          dataSource={rows}
          columns={[
            {
              title: '姓名',
              render: (_, { person, title, isMine }) => (
                <>
                  <b>{person.name}</b> <span className="meta">{title}</span>{' '}
                  {isMine && <Tone tone="green">我</Tone>}
                </>
              ),
            },
            { title: '手机', render: (_, { maskedPhone }) => maskedPhone ?? '没留' },
            { title: '单位', render: (_, { organization }) => organization.shortName },
            {
              title: '角色',
              render: (_, { roles, isHead, isOnDuty }) => (
                <span className="role-tags">
                  {isHead && <Tone tone="accent">主要负责人</Tone>}
                  {isOnDuty && <Tone tone="green">今日值班</Tone>}
                  {roles.map((each) => (
                    <Tone key={each} tone="grey">
                      {officerRoleText[each]}
                    </Tone>
                  ))}
                </span>
              ),
            },
            {
              title: '',
              align: 'right',
              render: (_, row) => (
                <Dropdown
                  trigger={['click']}
                  menu={{
                    items: [
                      { key: 'roles', label: '改角色', onClick: () => setChanging(row) },
                      { key: 'move', label: '调到别的单位', onClick: () => setMoving(row) },
                      { key: 'end', label: '结束岗位', danger: true, onClick: () => end(row) },
                    ],
                  }}
                >
                  <Button size="small" aria-label={`管理${row.person.name}`}>
                    管理
                  </Button>
                </Dropdown>
              ),
            },
          ]}
        />
        <Pager pages={pages} next={list.data?.next} total={list.data?.total} />
      </StateView>
      {changing && <RolesDialog office={changing} onClose={() => setChanging(undefined)} />}
      {moving && <MoveDialog office={moving} onClose={() => setMoving(undefined)} />}
    </>
  );
}

/** What to say after an office ended. */
function endedText(reassigned: number): string {
  return reassigned > 0 ? `已结束，${reassigned} 件诉求转给了接任的人` : '已结束';
}

const statusView: Record<Invitation['status'], { text: string; tone: 'amber' | 'green' | 'grey' }> = {
  open: { text: '等本人确认', tone: 'amber' },
  accepted: { text: '已到岗', tone: 'green' },
  revoked: { text: '已撤回', tone: 'grey' },
  expired: { text: '已过期', tone: 'grey' },
};

function Invitations({ organizationId }: { organizationId: string | undefined }) {
  const pages = useCursors();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const query = {
    ...(organizationId ? { organizationId } : {}),
    ...(pages.cursor ? { cursor: pages.cursor } : {}),
  };
  const list = useQuery({
    queryKey: ['invitations', query],
    queryFn: () => request('GET /invitations', { query }),
  });
  const revoke = async (id: string) => {
    try {
      await request('DELETE /invitations/:id', { params: { id } });
      void message.success('已撤回，邀请码作废');
    } catch (error) {
      void message.error(refusalText(error));
    } finally {
      await queries.invalidateQueries({ queryKey: ['invitations'] });
    }
  };
  const rows = list.data?.items ?? [];
  return (
    <StateView
      isLoading={list.isPending}
      error={list.error}
      hasData={list.data !== undefined}
      isEmpty={rows.length === 0}
      empty="还没有发过邀请。邀请码 7 天有效，用一次作废。"
      onRetry={() => void list.refetch()}
    >
      <Table<Invitation>
        rowKey="id"
        size="small"
        pagination={false}
        scroll={{ x: 760 }}
        dataSource={rows}
        columns={[
          { title: '姓名', dataIndex: 'name' },
          { title: '单位', render: (_, { organization }) => organization.shortName },
          { title: '角色', render: (_, { roles }) => roles.map((role) => officerRoleText[role]).join('、') },
          {
            title: '状态',
            render: (_, { status, acceptedBy }) => (
              <Tone tone={statusView[status].tone}>
                {statusView[status].text}
                {acceptedBy ? `，${acceptedBy.name}` : ''}
              </Tone>
            ),
          },
          { title: '有效到', render: (_, { expiresAt }) => moment(expiresAt) },
          {
            title: '',
            align: 'right',
            render: (_, { id, status }) =>
              status === 'open' && (
                <Button size="small" danger type="text" onClick={() => void revoke(id)}>
                  撤回
                </Button>
              ),
          },
        ]}
      />
      <Pager pages={pages} next={list.data?.next} total={list.data?.total} />
    </StateView>
  );
}
