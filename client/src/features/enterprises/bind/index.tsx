import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Me } from '@contract';
import { ApiError } from '@/api/request';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Choice } from '@/components/choice';
import { Field } from '@/components/field';
import { Icon } from '@/components/icon';
import { Link } from '@/components/link';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { usePrivacyConsent } from '@/components/privacy-consent';
import { Empty } from '@/components/status-view';
import { TextInput } from '@/components/text-input';
import { useDraft } from '@/hooks/use-draft';
import { useSession } from '@/hooks/use-session';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { choosePictures } from '@/platform/media';
import { goBack, openPage, openTab } from '@/platform/navigation';
import { notify, tell } from '@/platform/notify';
import { callPhone } from '@/platform/phone';
import { checkCreditCode, describeCreditCode, normalizeCreditCode, spaceCreditCode } from './credit-code';
import { Found, Head, Licence } from './parts';
import { askToJoin, useEnterpriseSearch } from './use-binding';
import './index.scss';

type Way = 'ask-admin' | 'be-admin';

/** 绑定企业: which firm am I, how do I get in? */
export default function Bind() {
  useWhiteBar();
  const { status, me, pending, enterprise } = useSession();
  if (status === 'visitor' || status === 'starting') {
    return (
      <Page head={<Head step={0} />}>
        {status === 'visitor' && (
          <Empty
            title="先登录，再绑定"
            text="微信登录，不先要手机号。"
            action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
          />
        )}
      </Page>
    );
  }
  if (pending && !enterprise) {
    return (
      <Page head={<Head step={2} />}>
        <Empty
          title="申请发出去了，等同意"
          text={`${pending.enterpriseName}。同意后会发消息告诉您，3 天没点，县企业服务办来问。`}
          action={{ text: '先看看政策', onTap: () => void openTab('policies') }}
        />
      </Page>
    );
  }
  return me ? <BindForm me={me} /> : null;
}

function BindForm({ me }: { me: Me }) {
  const { form, update, clear } = useDraft('bind', { code: '' });
  const consent = usePrivacyConsent(me);
  const refused = me.enterprises.find(({ status }) => status === 'refused');
  const [way, setWay] = useState<Way>();
  const [licence, setLicence] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const check = checkCreditCode(normalizeCreditCode(form.code));
  const told = describeCreditCode(check);
  const search = useEnterpriseSearch(form.code);
  const card = search.status === 'found' ? search.card : undefined;
  const hasAdmin = Boolean(card?.maskedAdmin);
  const chosen: Way = way ?? (hasAdmin ? 'ask-admin' : 'be-admin');
  const gap = !card
    ? '请先填对统一社会信用代码'
    : chosen === 'be-admin' && !licence
      ? '请拍一张营业执照'
      : undefined;

  const send = async () => {
    if (gap) {
      notify(gap);
      return;
    }
    if (!(await consent.ensure())) {
      notify('没同意就不绑定，填的都还在');
      return;
    }
    setIsSending(true);
    setRefusal(undefined);
    try {
      await askToJoin(form.code, chosen === 'be-admin' ? licence : undefined);
      clear();
      await tell('申请发出去了', chosen === 'be-admin' ? '企业服务办审核后告诉您' : '管理员同意后告诉您');
      await goBack();
    } catch (error) {
      setRefusal(error instanceof ApiError ? error.message : '没发出去，填的都还在，请再试一次');
    } finally {
      setIsSending(false);
    }
  };

  const takeLicence = async () => {
    const [picture] = await choosePictures(1);
    if (picture) setLicence(picture.path);
  };

  return (
    <Page
      head={<Head step={card ? 2 : 1} />}
      footer={
        <BottomBar>
          <Button loading={isSending} disabled={card?.membership === 'active'} onTap={() => void send()}>
            发申请
          </Button>
        </BottomBar>
      }
    >
      {refused && (
        <Note tone="warn" icon="warning">
          {refused.enterpriseName}的申请没有通过{refused.refusalReason && `：${refused.refusalReason}`}
          。核对后可以再申请。
        </Note>
      )}
      <View className="q-meta">
        {me.privacy.isCurrent
          ? '您已同意个人信息处理说明，姓名、手机号用来认人、发通知。'
          : '发申请前会请您看个人信息处理说明，同意后才绑定。'}
      </View>
      <View className="q-gap">
        <Field
          label="统一社会信用代码"
          hint={check.state === 'short' ? told.text : '执照右上角，18 位'}
          required
          error={told.tone === 'bad' ? told.text : undefined}
        >
          <TextInput
            label="统一社会信用代码"
            value={form.code}
            maxLength={24}
            placeholder="如 91410122 …"
            onChange={(code) => update({ code })}
            onBlur={() => update({ code: spaceCreditCode(normalizeCreditCode(form.code)) })}
          />
        </Field>
        {told.tone === 'ok' && (
          <View className="bind-told q-ok" role="status" ariaLive="polite">
            <Icon name="check" size={18} />
            {told.text}
          </View>
        )}
      </View>
      {search.status === 'searching' && <View className="q-foot">正在找这家企业…</View>}
      {search.status === 'failed' && (
        <Note tone="warn" icon="warning">
          {search.message}
          <View>
            {search.isUnknown ? (
              <Link onTap={() => callPhone('12345')}>打 12345 问</Link>
            ) : (
              <Link onTap={search.retry}>再查一次</Link>
            )}
          </View>
        </Note>
      )}
      {card && <Found card={card} />}
      {card && card.membership === 'active' && (
        <Note tone="ok" icon="check">
          您已经在这家企业里了。
        </Note>
      )}
      {card && card.membership === 'pending' && <Note tone="warn">您申请过了，等同意就行。</Note>}
      {card && !card.membership && (
        <>
          <View className="q-t17 q-gap" role="heading">
            怎么加入
          </View>
          <View className="bind-ways" role="radiogroup" ariaLabel="怎么加入">
            {card.maskedAdmin && (
              <Choice
                title="请管理员让我进"
                note={`${card.maskedAdmin} 在微信里点同意就行，3 天没点，县企业服务办来问`}
                checked={chosen === 'ask-admin'}
                onChoose={() => setWay('ask-admin')}
              />
            )}
            <Choice
              title="我来当管理员"
              note="拍营业执照，县企业服务办审核，1 个工作日内告诉您"
              checked={chosen === 'be-admin'}
              onChoose={() => setWay('be-admin')}
            />
          </View>
          {chosen === 'be-admin' && (
            <Licence path={licence} onTake={() => void takeLicence()} onDrop={() => setLicence(undefined)} />
          )}
          {!hasAdmin && (
            <Note tone="plain" icon="bulb">
              没人绑过的企业，您当管理员，要审核。
            </Note>
          )}
        </>
      )}
      {refusal && (
        <Note tone="bad" icon="warning">
          {refusal}
        </Note>
      )}
      {consent.sheet}
    </Page>
  );
}
