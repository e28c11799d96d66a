import { View } from '@tarojs/components';

import { Card } from '@/components/card';
import { Glaze } from '@/components/glaze';
import { ListRow, Rows } from '@/components/list-row';
import { Page } from '@/components/page';
import { Avatar } from '@/components/person';
import { Switch } from '@/components/switch';
import { TopBar } from '@/components/top-bar';
import { useLargeText } from '@/hooks/use-large-text';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { callPhone } from '@/platform/phone';

import './index.scss';

/** 我的: what is mine, what can I set? */
export default function Me() {
  const { me, enterprise, offices } = useSession();
  const { isLarge, setLarge } = useLargeText();
  const head = (
    <Glaze tall>
      <TopBar>
        <View className='me__bar' role='heading'>
          我的
        </View>
      </TopBar>
      <View className='me__who'>
        <Avatar name={me?.name ?? '访'} size={56} strong />
        <View className='me__name'>
          <View className='q-title'>{me?.name ?? '还没登录'}</View>
          <View className='q-body'>{me ? (me.title ?? '未填职务') : '政策不用登录也能看'}</View>
        </View>
      </View>
    </Glaze>
  );
  return (
    <Page head={head}>
      <View className='q-pull'>
        <Card flush>
          <Rows>
            {enterprise ? (
              <ListRow
                strong
                title={enterprise.enterpriseName}
                note={enterprise.creditCode}
                onTap={() => void openPage('enterprises/profile')}
              />
            ) : (
              <ListRow
                icon='building'
                title='绑定企业'
                note='绑定后能提诉求、看匹配的政策'
                onTap={() => void openPage(me ? 'enterprises/bind' : 'accounts/sign-in')}
              />
            )}
          </Rows>
        </Card>
      </View>
      <Card flush>
        <Rows>
          <ListRow icon='bell' title='消息' onTap={() => void openPage('messages/inbox')} />
          <ListRow
            icon='large-text'
            title='关怀模式'
            note='字更大，按钮更大'
            end={<Switch label='关怀模式' checked={isLarge} onChange={setLarge} />}
          />
          <ListRow icon='headset' title='打 12345' end='24 小时' onTap={() => callPhone('12345')} />
        </Rows>
      </Card>
      {offices.length > 0 && (
        <Card flush>
          <ListRow icon='scan' title='工作人员入口' end='待办、验票' onTap={() => void openPage('officer/todo')} />
        </Card>
      )}
    </Page>
  );
}
