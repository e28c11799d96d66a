import { View } from '@tarojs/components';
import { keepMe } from '@/api/session';
import { provePhone } from '@/api/sign-in';
import { Button } from '@/components/button';
import { Note } from '@/components/note';
import { useAction } from '@/hooks/use-action';
import { notify } from '@/platform/notify';
import {
  askPhoneNumberInBrowser,
  canAskPhoneNumber,
  phoneNumberAbility,
  phoneNumberCode,
} from '@/platform/phone-number';

/** Takes the number WeChat knows, so that it needn’t be typed; where there is none to be had, nothing shows. */
export function ProvePhone({
  hasPhone,
  ensureConsent,
}: {
  hasPhone: boolean;
  /** Asks for consent to keep the number; false when it was refused. */
  ensureConsent: () => Promise<boolean>;
}) {
  const { isBusy, problem, run } = useAction();
  if (!canAskPhoneNumber()) return null;
  const prove = (code: string | undefined) =>
    run(async () => {
      if (!code) {
        notify('没拿到微信的手机号，可以自己填');
        return;
      }
      if (!(await ensureConsent())) {
        notify('没同意就不存手机号');
        return;
      }
      keepMe(await provePhone(code));
      notify('手机号验证好了');
    });
  return (
    <>
      <Button
        kind="soft"
        icon="phone"
        block
        loading={isBusy}
        openType={phoneNumberAbility}
        onGetPhoneNumber={({ detail }) => void prove(phoneNumberCode(detail as { code?: string }))}
        onTap={
          process.env.TARO_ENV === 'h5'
            ? () => void askPhoneNumberInBrowser().then((code) => prove(code))
            : undefined
        }
      >
        {hasPhone ? '换成微信绑定的手机号' : '用微信绑定的手机号'}
      </Button>
      <View className="q-meta">微信验证过的号码还能用来登录，不用再填。</View>
      {problem && (
        <Note tone="bad" icon="warning">
          {problem}
        </Note>
      )}
    </>
  );
}
