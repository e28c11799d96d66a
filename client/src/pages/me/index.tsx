import { View } from '@tarojs/components';
import type { Me } from '@contract';
import { restoreSession, signOut } from '@/api/session';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Glaze } from '@/components/glaze';
import { ListRow, Rows } from '@/components/list-row';
import { Page } from '@/components/page';
import { Avatar } from '@/components/person';
import { Failure } from '@/components/status-view';
import { Switch } from '@/components/switch';
import { TopBar } from '@/components/top-bar';
import { enterpriseRoleText } from '@contract/words';
import { entranceText } from '@/format/offices';
import { useLargeText } from '@/hooks/use-large-text';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { confirm, notify } from '@/platform/notify';
import { callPhone } from '@/platform/phone';
import { EnterprisePart } from './components/enterprise-part';
import { UnboundPart } from './components/unbound-part';
import './index.scss';

/** 我的: what is mine, what can I set? */
export default function MePage() {
  const { status, me, enterprise, offices } = useSession();
  return (
    <Page head={<Head me={me} />}>
      {status === 'unreachable' ? (
        <Failure
          subject="我的资料"
          error={{ message: '没有连上服务器，您的资料都还在', isOffline: false }}
          onRetry={() => void restoreSession()}
        />
      ) : enterprise ? (
        <EnterprisePart key={enterprise.enterpriseId} membership={enterprise} />
      ) : (
        <UnboundPart />
      )}
      <Card flush>
        <Rows>
          {me && (
            <ListRow
              icon="bell"
              title="通知"
              end="哪些、还剩几次"
              onTap={() => void openPage('messages/subscribe')}
            />
          )}
          <LargeTextRow />
        </Rows>
      </Card>
      {me && (
        <Card flush>
          <Rows>
            <ListRow
              icon="pen"
              title="个人信息"
              end={me.maskedPhone ?? '还没留手机号'}
              onTap={() => void openPage('accounts/person')}
            />
            <ListRow
              icon="shield"
              title="隐私"
              end={privacyWords(me)}
              onTap={() => void openPage('accounts/privacy')}
            />
            <ListRow
              icon="lock"
              title="登录的设备"
              end="看看、退出"
              onTap={() => void openPage('accounts/sessions')}
            />
          </Rows>
        </Card>
      )}
      <Card flush>
        <Rows>
          <ListRow
            icon="building"
            title="服务窗口和电话"
            end={enterprise?.regionName}
            onTap={() => void openPage('organizations/windows')}
          />
          <ListRow icon="headset" title="打 12345" end="24 小时" onTap={() => callPhone('12345')} />
        </Rows>
      </Card>
      {me && (
        <Card flush>
          <Rows>
            {offices.length > 0 && (
              <ListRow
                icon="user"
                title="工作人员入口"
                end={entranceText(offices)}
                onTap={() => void openPage('officer/todo')}
              />
            )}
            {offices.length > 0 && (
              <ListRow
                icon="scan"
                title="扫码登录控制台"
                end="在电脑上办"
                onTap={() => void openPage('accounts/console-sign-in')}
              />
            )}
            <ListRow
              icon="send"
              title="填邀请码"
              end="工作人员到岗用"
              onTap={() => void openPage('accounts/invitation')}
            />
          </Rows>
        </Card>
      )}
      {me && (
        <Button kind="outline" block onTap={() => void leave()}>
          退出登录
        </Button>
      )}
      <View className="q-foot">企服通，河南省企业服务工作领导小组办公室</View>
    </Page>
  );
}

function Head({ me }: { me: Me | undefined }) {
  const { enterprise, offices } = useSession();
  const role = enterprise
    ? enterpriseRoleText[enterprise.role]
    : offices[0]
      ? offices[0].organization.shortName
      : '还没有绑定企业';
  return (
    <Glaze tall>
      <TopBar>
        <View className="me-title" role="heading">
          我的
        </View>
      </TopBar>
      <View className="me-head">
        <Avatar name={me?.name ?? '客'} size={56} strong />
        <View className="me-head__main">
          <View className="me-head__name">{me ? me.name : '您还没有登录'}</View>
          <View className="q-body">
            {me ? [me.title, role].filter(Boolean).join('，') : '政策不登录也能看'}
          </View>
        </View>
      </View>
    </Glaze>
  );
}

function privacyWords({ privacy }: Me): string {
  return privacy.agreedVersion && !privacy.isCurrent ? '说明更新了' : '谁看过、导出、注销';
}

function LargeTextRow() {
  const { isLarge, setLarge } = useLargeText();
  return (
    <ListRow
      icon="large-text"
      title="关怀模式"
      note="字更大，按钮更大"
      end={<Switch checked={isLarge} label="关怀模式" onChange={setLarge} />}
    />
  );
}

async function leave(): Promise<void> {
  if (!(await confirm({ title: '退出登录？', text: '没发出去的草稿留在这台手机上', yes: '退出' }))) return;
  try {
    await signOut();
    notify('已退出');
  } catch {
    // Without a network only this phone knows; the session ends by itself later.
    notify('这台手机已退出');
  }
}
