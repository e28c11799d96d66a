import { useQuery } from '@tanstack/react-query';
import { App, Button, Dropdown, Select, Table } from 'antd';
import { useState } from 'react';
import type { OfficeRow } from '@contract/index';
import { officerRoles, type OfficerRole } from '@contract/enums';
import { officerRoleText } from '@contract/words';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useWidth } from '../../components/use-width';
import { useAct } from '../../components/use-act';
import { MoveDialog, RolesDialog } from './office-dialogs';
import { Pager, useCursors } from './pager';

/** Who works in a body, in which roles; of all bodies where none is named. */
export function OfficesTable({ organizationId }: { organizationId: string | undefined }) {
  const [role, setRole] = useState<OfficerRole>();
  const [changing, setChanging] = useState<OfficeRow>();
  const [moving, setMoving] = useState<OfficeRow>();
  const pages = useCursors();
  const width = useWidth();
  const { modal } = App.useApp();
  const { act } = useAct({ stale: [['offices']] });
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
      onOk: () =>
        act(async () => {
          const { reassignedIssues: moved } = await request('DELETE /offices/:id', {
            params: { id: row.id },
          });
          return moved > 0 ? `已结束，${moved} 件诉求转给了接任的人` : '已结束';
        }),
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
        query={list}
        isEmpty={rows.length === 0}
        empty="这里还没有工作人员。点“邀请工作人员”，把邀请码发给本人。"
      >
        <Table<OfficeRow>
          rowKey="id"
          size="small"
          pagination={false}
          {...(width === 'phone' ? {} : { scroll: { x: 760 } })}
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
            {
              title: '手机',
              hidden: width === 'phone',
              render: (_, { maskedPhone }) => maskedPhone ?? '没留',
            },
            {
              title: '单位',
              // The body that is chosen stands above the table.
              hidden: width === 'phone' && organizationId !== undefined,
              render: (_, { organization }) => organization.shortName,
            },
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
