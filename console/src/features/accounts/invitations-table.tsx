import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import type { Invitation } from '@contract/index';
import { officerRoleText } from '@contract/words';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { moment } from '../../format/time';
import { Pager, useCursors } from './pager';

const statusView: Record<Invitation['status'], { text: string; tone: 'amber' | 'green' | 'grey' }> = {
  open: { text: '等本人确认', tone: 'amber' },
  accepted: { text: '已到岗', tone: 'green' },
  revoked: { text: '已撤回', tone: 'grey' },
  expired: { text: '已过期', tone: 'grey' },
};

/** Who is invited to a body, and what became of it; to all bodies where none is named. */
export function InvitationsTable({ organizationId }: { organizationId: string | undefined }) {
  const pages = useCursors();
  const { act } = useAct({ stale: [['invitations']] });
  const query = {
    ...(organizationId ? { organizationId } : {}),
    ...(pages.cursor ? { cursor: pages.cursor } : {}),
  };
  const list = useQuery({
    queryKey: ['invitations', query],
    queryFn: () => request('GET /invitations', { query }),
  });
  const revoke = (id: string) =>
    act(async () => {
      await request('DELETE /invitations/:id', { params: { id } });
      return '已撤回，邀请码作废';
    });
  const rows = list.data?.items ?? [];
  return (
    <StateView query={list} isEmpty={rows.length === 0} empty="还没有发过邀请。邀请码 7 天有效，用一次作废。">
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
