import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { getPrivacyText } from '@/api/privacy';
import { startWith } from '@/api/session';
import { openSessionByPhone, sendPhoneCode } from '@/api/sign-in';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Checkbox } from '@/components/checkbox';
import { Field } from '@/components/field';
import { Note } from '@/components/note';
import { TextInput } from '@/components/text-input';
import { useAction } from '@/hooks/use-action';
import { useResource } from '@/hooks/use-resource';
import { openPage } from '@/platform/navigation';
import { notify } from '@/platform/notify';

/** In a browser: phone number and the code sent to it, after agreeing to the privacy text. */
export function PhoneForm() {
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [hasAgreed, setAgreed] = useState(false);
  const text = useResource(getPrivacyText);
  const wait = useCountdown();
  const sending = useAction();
  const signing = useAction();
  const isPhone = /^1\d{10}$/.test(phone);
  const phoneRule = /^[^1]|.{11}/.test(phone) && !isPhone ? '11 位手机号，1 开头' : undefined;

  const send = () =>
    sending.run(async () => {
      const { resendSeconds } = await sendPhoneCode(phone);
      wait.start(resendSeconds);
      notify('验证码发出了');
    });
  const signIn = () =>
    signing.run(async () => {
      const version = text.data?.version;
      if (!version) return;
      startWith(await openSessionByPhone(phone, code, version));
      notify('登录好了');
    });

  return (
    <>
      <Card>
        <Field label="手机号" hint="11 位，1 开头" required error={phoneRule ?? sending.problem}>
          <TextInput label="手机号" type="number" value={phone} maxLength={11} onChange={setPhone} />
        </Field>
        <Field label="验证码" required hint="短信里的 6 位数字，5 分钟有效" error={signing.problem}>
          <TextInput label="验证码" type="number" value={code} maxLength={6} onChange={setCode} />
        </Field>
        <Button
          kind="soft"
          block
          loading={sending.isBusy}
          disabled={!isPhone || wait.left > 0}
          onTap={() => void send()}
        >
          {wait.left > 0 ? `${wait.left} 秒后可以再发` : '发验证码'}
        </Button>
        <Checkbox checked={hasAgreed} onChange={setAgreed}>
          我看过并同意个人信息处理说明
        </Checkbox>
        <Button kind="quiet" size="small" onTap={() => void openPage('accounts/privacy')}>
          看个人信息处理说明
        </Button>
      </Card>
      {text.error && !text.data && (
        <Note tone="bad" icon="warning">
          说明没加载出来，{text.error.message}
        </Note>
      )}
      <Button
        block
        loading={signing.isBusy}
        disabled={!isPhone || code.length !== 6 || !hasAgreed || !text.data}
        onTap={() => void signIn()}
      >
        登录
      </Button>
      <View className="q-meta">没有账户的号码，登录后自动建一个。</View>
    </>
  );
}

/** Seconds that are left, counted down once a second. */
function useCountdown(): { left: number; start: (seconds: number) => void } {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  return { left, start: setLeft };
}
