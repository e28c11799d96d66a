import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { ApiError } from '@/api/request';
import { renewSession } from '@/api/session';
import { Button } from '@/components/button';
import { Icon, type IconName } from '@/components/icon';
import { Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { useSession } from '@/hooks/use-session';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { goBack, openTab } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { PhoneForm } from './phone-form';
import './index.scss';

const reasons: { icon: IconName; title: string; note: string }[] = [
  { icon: 'policy', title: '看自己符不符合', note: '逐条对照，缺什么告诉您' },
  { icon: 'chat', title: '提诉求，有人接', note: '谁在办、哪天答复都看得到' },
  { icon: 'ticket', title: '报活动，领入场码', note: '没网也能进场' },
];

/** 登录: why sign in, and what happens with my data? In WeChat signing in asks for no phone number. */
export default function SignIn() {
  useWhiteBar();
  const { status, me } = useSession();
  const [isSigningIn, setIsSigningIn] = useState(false);
  const [problem, setProblem] = useState<string>();

  // Another part of the app may have signed the person in meanwhile: nothing is left to do here.
  useEffect(() => {
    if (me) void goBack();
  }, [me]);

  const signIn = async () => {
    setIsSigningIn(true);
    setProblem(undefined);
    try {
      if (await renewSession()) notify('登录好了');
      else setProblem('微信没有给登录凭证，请再试一次。');
    } catch (failure) {
      setProblem(failure instanceof ApiError ? failure.message : '没登上，请再试一次');
    } finally {
      setIsSigningIn(false);
    }
  };

  return (
    <Page className="sign-in">
      <View className="q-say" role="heading">
        登录后，{'\n'}政策和诉求都对上您
      </View>
      <Rows>
        {reasons.map(({ icon, title, note }) => (
          <View key={title} className="sign-in-reason">
            <Icon name={icon} className="q-accent" />
            <View>
              <View className="q-t16">{title}</View>
              <View className="q-meta">{note}</View>
            </View>
          </View>
        ))}
      </Rows>
      <View className="q-quiet q-body">
        {process.env.TARO_ENV === 'h5'
          ? '浏览器里用手机号认出是您。号码加密保存，平时只显示前 3 位和后 4 位。'
          : '只用微信认出是您，不要手机号。绑定企业、填联系方式时才问，问前先说用来做什么。'}
      </View>
      {problem && (
        <Note tone="warn" icon="warning">
          {problem}
        </Note>
      )}
      {process.env.TARO_ENV === 'h5' ? (
        <PhoneForm />
      ) : (
        <Button block loading={isSigningIn || status === 'starting'} onTap={() => void signIn()}>
          微信登录
        </Button>
      )}
      <Button kind="quiet" block onTap={() => void openTab('policies')}>
        先不登录，看看政策
      </Button>
    </Page>
  );
}
