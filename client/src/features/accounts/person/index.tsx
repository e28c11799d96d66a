import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Body, Me } from '@contract';
import { changeMe } from '@/api/accounts';
import { ApiError } from '@/api/request';
import { keepMe } from '@/api/session';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { Page } from '@/components/page';
import { usePrivacyConsent } from '@/components/privacy-consent';
import { Empty } from '@/components/status-view';
import { TextInput } from '@/components/text-input';
import { useDraft } from '@/hooks/use-draft';
import { useSession } from '@/hooks/use-session';
import { goBack, openPage } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { ProvePhone } from '../components/prove-phone';

/** 个人信息: what others see of me, and how I can be reached. */
export default function PersonPage() {
  const { me, status } = useSession();
  if (!me) {
    return (
      <Page>
        {status !== 'starting' && (
          <Empty
            title="您还没有登录"
            action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
          />
        )}
      </Page>
    );
  }
  return <PersonForm key={me.id} me={me} />;
}

function PersonForm({ me }: { me: Me }) {
  const { form, update, clear } = useDraft(`person:${me.id}`, {
    name: me.name,
    title: me.title ?? '',
    phone: '',
  });
  const [failure, setFailure] = useState<ApiError>();
  const [isSending, setIsSending] = useState(false);
  const consent = usePrivacyConsent(me);
  const phoneRule = form.phone !== '' && !/^1\d{10}$/.test(form.phone) ? '11 位手机号，1 开头' : undefined;

  // A name that stands isn't taken away; a person without one may still leave a number first.
  const nameRule = me.name && !form.name.trim() ? '请填姓名' : undefined;

  const send = async () => {
    const body: Body<'PUT /me'> = {
      ...(form.name.trim() && form.name.trim() !== me.name ? { name: form.name.trim() } : {}),
      ...(form.title.trim() !== (me.title ?? '') ? { title: form.title.trim() } : {}),
      ...(form.phone ? { phone: form.phone } : {}),
    };
    if (nameRule || phoneRule) return;
    if (Object.keys(body).length === 0) {
      await goBack();
      return;
    }
    if (body.phone && !(await consent.ensure())) {
      notify('没同意就不存手机号，填的都还在');
      return;
    }
    setIsSending(true);
    setFailure(undefined);
    try {
      keepMe(await changeMe(body));
      clear();
      notify('存好了');
      await goBack();
    } catch (error) {
      if (error instanceof ApiError) setFailure(error);
      notify(error instanceof ApiError ? error.message : '没存上，填的都还在');
    } finally {
      setIsSending(false);
    }
  };

  return (
    <Page>
      <Card>
        <Field label="姓名" required error={nameRule ?? failure?.ruleOf('body.name')}>
          <TextInput label="姓名" value={form.name} maxLength={20} onChange={(name) => update({ name })} />
        </Field>
        <Field label="职务" error={failure?.ruleOf('body.title')}>
          <TextInput
            label="职务"
            value={form.title}
            maxLength={20}
            placeholder="如办公室主任"
            onChange={(title) => update({ title })}
          />
        </Field>
        <Field
          label="手机号"
          hint={me.maskedPhone ? `现在是 ${me.maskedPhone}` : undefined}
          error={phoneRule ?? failure?.ruleOf('body.phone')}
        >
          <TextInput
            label="手机号"
            type="number"
            value={form.phone}
            maxLength={11}
            placeholder={me.maskedPhone ? '换号时再填' : '经办人找您时用'}
            onChange={(phone) => update({ phone })}
          />
        </Field>
        <ProvePhone hasPhone={me.maskedPhone !== undefined} ensureConsent={consent.ensure} />
        <View className="q-quiet q-body">
          手机号可以不留。留了会加密保存，平时只显示前 3 位和后 4 位，谁看过完整号码都查得到。
        </View>
      </Card>
      <Button block loading={isSending} onTap={() => void send()}>
        存好
      </Button>
      {consent.sheet}
    </Page>
  );
}
