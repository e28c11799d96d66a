import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { serverNow } from '@/api/clock';
import { decideConsoleSignIn, getConsoleSignIn } from '@/api/sign-in';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { ListRow, Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { Empty, StatusView } from '@/components/status-view';
import { formatMoment } from '@/format/dates';
import { consoleSignInCode, consoleSignInText } from '@/format/sign-in';
import { useAction } from '@/hooks/use-action';
import { useResource } from '@/hooks/use-resource';
import { goBack } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { scanCode } from '@/platform/scan';
import { SignedInOnly } from '../components/signed-in-only';

/** 登录控制台: which computer is it, and is it mine? */
export default function ConsoleSignInPage() {
  const { request = '' } = useRouter().params;
  const [code, setCode] = useState(request);
  const scan = async () => {
    const text = await scanCode();
    if (text === undefined) return;
    const found = consoleSignInCode(text);
    if (found) setCode(found);
    else notify('这不是控制台的登录码');
  };
  return (
    <Page>
      <SignedInOnly why="登录后才能确认电脑上的登录。">
        {() =>
          code ? (
            <Question key={code} code={code} onScan={() => void scan()} />
          ) : (
            <Empty
              title="扫电脑上的二维码"
              text="在电脑上打开控制台，扫“扫码登录”里的码，这里再确认一次。"
              action={{ text: '扫一扫', icon: 'scan', onTap: () => void scan() }}
            />
          )
        }
      </SignedInOnly>
    </Page>
  );
}

function Question({ code, onScan }: { code: string; onScan: () => void }) {
  const { status, data, error, refresh, replace } = useResource(() => getConsoleSignIn(code), code);
  const { isBusy, problem, run } = useAction();
  const decide = (accept: boolean) =>
    run(async () => {
      replace(await decideConsoleSignIn(code, accept));
      notify(accept ? '电脑上登录好了' : '已拒绝');
    });
  return (
    <StatusView
      status={status}
      error={error}
      subject="登录请求"
      isEmpty={!data}
      empty={{ title: '没有这个登录请求' }}
      onRetry={() => void refresh()}
      skeletonCards={1}
    >
      {data && (
        <>
          <View className="q-say" role="heading">
            在电脑上登录企服通控制台？
          </View>
          <Card flush>
            <Rows>
              <ListRow icon="eye" title="浏览器" end={data.device} />
              <ListRow icon="pin" title="网络地址" end={data.maskedAddress ?? '未知'} />
              <ListRow icon="clock" title="时间" end={formatMoment(data.createdAt, serverNow())} />
            </Rows>
          </Card>
          {data.status === 'waiting' ? (
            <>
              <Note tone="warn" icon="warning">
                确认后，那台电脑能用您的身份受理、转办、发布。不是您本人在扫，请拒绝。
              </Note>
              <Button block loading={isBusy} onTap={() => void decide(true)}>
                是我，确认登录
              </Button>
              <Button kind="outline" block disabled={isBusy} onTap={() => void decide(false)}>
                不是我，拒绝
              </Button>
            </>
          ) : (
            <>
              <Note tone={data.status === 'confirmed' || data.status === 'used' ? 'ok' : 'plain'}>
                {consoleSignInText[data.status]}
              </Note>
              {data.status === 'expired' && (
                <Button icon="scan" block onTap={onScan}>
                  再扫一次
                </Button>
              )}
              <Button kind="outline" block onTap={() => void goBack()}>
                回去
              </Button>
            </>
          )}
          {problem && (
            <Note tone="bad" icon="warning">
              {problem}
            </Note>
          )}
        </>
      )}
    </StatusView>
  );
}
