import { View } from '@tarojs/components';
import type { SessionRow } from '@contract';
import { serverNow } from '@/api/clock';
import { signOut } from '@/api/session';
import { endOtherSessions, endSession, listSessions } from '@/api/sign-in';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { ListRow, Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { StatusView } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { lastUsedText, signInWayText } from '@/format/sign-in';
import { useAction } from '@/hooks/use-action';
import { useResource } from '@/hooks/use-resource';
import { goBack } from '@/platform/navigation';
import { confirm, notify } from '@/platform/notify';
import { SignedInOnly } from '../components/signed-in-only';

/** 登录的设备: where am I signed in, and is one of them not mine? */
export default function Sessions() {
  return (
    <Page>
      <SignedInOnly why="登录后能看到自己在哪些设备上登录过。">{(me) => <List key={me.id} />}</SignedInOnly>
    </Page>
  );
}

function List() {
  const { status, data, error, refresh } = useResource(listSessions);
  const { isBusy, problem, run } = useAction();
  const rows = data ?? [];
  const others = rows.filter(({ isCurrent }) => !isCurrent);
  const end = async (row: SessionRow) => {
    const text = row.isCurrent ? '没发出去的草稿留在这台手机上' : '那台设备要重新登录才能用';
    if (!(await confirm({ title: `让“${row.device}”退出？`, text, yes: '退出' }))) return;
    await run(async () => {
      if (row.isCurrent) {
        await signOut();
        await goBack();
        return;
      }
      await endSession(row.id);
      notify('已退出');
      await refresh();
    });
  };
  const endOthers = async () => {
    const text = `${others.length} 台设备要重新登录，这台不变`;
    if (!(await confirm({ title: '其他设备都退出？', text, yes: '都退出' }))) return;
    await run(async () => {
      const { ended } = await endOtherSessions();
      notify(`${ended} 台已退出`);
      await refresh();
    });
  };
  return (
    <StatusView
      status={status}
      error={error}
      subject="登录的设备"
      isEmpty={rows.length === 0}
      empty={{ title: '没有登录的设备' }}
      onRetry={() => void refresh()}
    >
      <View className="q-quiet q-body">有不认识的设备，让它退出；用密码登录控制台的，再把密码改掉。</View>
      {problem && (
        <Note tone="bad" icon="warning">
          {problem}
        </Note>
      )}
      <Card flush>
        <Rows>
          {rows.map((row) => (
            <ListRow
              key={row.id}
              title={row.device}
              note={[
                signInWayText[row.way],
                row.maskedAddress,
                `${lastUsedText(row.lastUsedAt, serverNow())}用过`,
              ]
                .filter(Boolean)
                .join('，')}
              end={
                row.isCurrent ? (
                  <Tag tone="ok">这台</Tag>
                ) : (
                  <Button kind="outline" size="small" disabled={isBusy} onTap={() => void end(row)}>
                    退出
                  </Button>
                )
              }
            />
          ))}
        </Rows>
      </Card>
      {others.length > 0 && (
        <Button kind="outline" block loading={isBusy} onTap={() => void endOthers()}>
          其他设备都退出
        </Button>
      )}
    </StatusView>
  );
}
