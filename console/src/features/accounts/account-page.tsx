import { useQuery } from '@tanstack/react-query';
import { App, Button, Table } from 'antd';
import type { SessionRow } from '@contract/index';
import { lastUsedText, signInWayText } from '@/format/sign-in';
import { serverNow } from '../../api/clock';
import { request } from '../../api/request';
import { useSession } from '../../api/session';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { moment } from '../../format/time';
import { PasswordPart } from './password-part';
import { SecondFactorPart } from './second-factor-part';

/** 登录与安全: where am I signed in, and what else lets me in? */
export function AccountPage() {
  const credential = useQuery({
    queryKey: ['credential'],
    queryFn: () => request('GET /me/credential'),
  });
  return (
    <>
      <div className="page-head">
        <h1>登录与安全</h1>
      </div>
      <div className="account-page">
        <Sessions />
        <StateView query={credential}>
          {credential.data && (
            <>
              <PasswordPart credential={credential.data} />
              <SecondFactorPart credential={credential.data} />
            </>
          )}
        </StateView>
      </div>
    </>
  );
}

function Sessions() {
  const { modal } = App.useApp();
  const { signOut } = useSession();
  const { act } = useAct({ stale: [['sessions']] });
  const list = useQuery({ queryKey: ['sessions'], queryFn: () => request('GET /sessions') });
  const rows = list.data ?? [];
  const end = (row: SessionRow) =>
    row.isCurrent
      ? signOut()
      : act(async () => {
          await request('DELETE /sessions/:id', { params: { id: row.id } });
          return '已让那台设备退出';
        });
  const endOthers = () =>
    modal.confirm({
      title: '让其他设备都退出？',
      content: '这台电脑保持登录，手机和别的电脑要重新登录。',
      okText: '都退出',
      onOk: () =>
        act(async () => {
          await request('DELETE /sessions', { query: { keepCurrent: true } });
          return '其他设备都已退出';
        }),
    });
  return (
    <section className="panel" aria-label="登录的设备">
      <div className="panel-head">
        <h2>登录的设备</h2>
        <span className="grow" />
        {rows.length > 1 && (
          <Button size="small" onClick={endOthers}>
            其他都退出
          </Button>
        )}
      </div>
      <StateView query={list} isEmpty={rows.length === 0} empty="没有登录的设备">
        <Table<SessionRow>
          rowKey="id"
          size="small"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={rows}
          columns={[
            {
              title: '设备',
              render: (_, { device, isCurrent }) => (
                <>
                  {device} {isCurrent && <Tone tone="green">这台</Tone>}
                </>
              ),
            },
            { title: '方式', render: (_, { way }) => signInWayText[way] },
            {
              title: '地址',
              responsive: ['md'],
              render: (_, { maskedAddress }) => maskedAddress ?? '未知',
            },
            { title: '登录', responsive: ['md'], render: (_, { createdAt }) => moment(createdAt) },
            {
              title: '最近使用',
              responsive: ['md'],
              render: (_, { lastUsedAt }) => lastUsedText(lastUsedAt, serverNow()),
            },
            {
              title: '',
              align: 'right',
              render: (_, row) => (
                <Button size="small" type="text" danger onClick={() => void end(row)}>
                  退出
                </Button>
              ),
            },
          ]}
        />
      </StateView>
    </section>
  );
}
