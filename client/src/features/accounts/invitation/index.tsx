import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import type { InvitationOffer } from '@contract';
import { serverNow } from '@/api/clock';
import { keepMe } from '@/api/session';
import { acceptInvitation, previewInvitation } from '@/api/sign-in';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { ListRow, Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { TextInput } from '@/components/text-input';
import { officerRoleText } from '@contract/words';
import { formatMoment } from '@/format/dates';
import { invitationCode } from '@/format/sign-in';
import { useAction } from '@/hooks/use-action';
import { openTab } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { scanCode } from '@/platform/scan';
import { SignedInOnly } from '../components/signed-in-only';

/** 填邀请码: which office am I invited to? */
export default function InvitationPage() {
  const { invitation = '' } = useRouter().params;
  return (
    <Page>
      <SignedInOnly why="登录后，把邀请码绑到您的微信。">
        {() => <Invitation given={invitationCode(invitation)} />}
      </SignedInOnly>
    </Page>
  );
}

function Invitation({ given }: { given: string }) {
  const [code, setCode] = useState(given);
  const [offer, setOffer] = useState<InvitationOffer>();
  const { isBusy, problem, run } = useAction();
  const preview = (text: string) =>
    run(async () => {
      setOffer(await previewInvitation(text));
    });
  // Whoever scanned the QR typed nothing: what it invites to is shown at once.
  const latest = useRef(preview);
  useEffect(() => {
    if (given) void latest.current(given);
  }, [given]);

  const scan = async () => {
    const text = await scanCode();
    if (text === undefined) return;
    const found = invitationCode(text);
    setCode(found.slice(0, 20));
    await preview(found.slice(0, 20));
  };
  const accept = () =>
    run(async () => {
      keepMe(await acceptInvitation(code));
      notify('已到岗');
      await openTab('me');
    });

  if (offer) {
    return (
      <>
        <View className="q-say" role="heading">
          {offer.organization.shortName}请您到岗
        </View>
        <Card flush>
          <Rows>
            <ListRow icon="building" title="单位" end={offer.organization.name} />
            <ListRow icon="people" title="姓名" end={offer.name} />
            <ListRow
              icon="shield"
              title="角色"
              end={offer.roles.map((role) => officerRoleText[role]).join('、')}
            />
            <ListRow icon="clock" title="有效到" end={formatMoment(offer.expiresAt, serverNow())} />
          </Rows>
        </Card>
        <View className="q-quiet q-body">确认后，这些权限绑到您现在登录的账户，邀请码作废。</View>
        {problem && (
          <Note tone="bad" icon="warning">
            {problem}
          </Note>
        )}
        <Button block loading={isBusy} onTap={() => void accept()}>
          确认到岗
        </Button>
        <Button kind="outline" block disabled={isBusy} onTap={() => setOffer(undefined)}>
          不是我的，换一个码
        </Button>
      </>
    );
  }
  return (
    <>
      <Card>
        <Field label="邀请码" required hint="8 位字母和数字" error={problem}>
          <TextInput
            label="邀请码"
            value={code}
            maxLength={20}
            placeholder="单位管理员给您的码"
            onChange={setCode}
            onConfirm={() => void preview(code)}
          />
        </Field>
        <View className="q-quiet q-body">工作人员用。码 7 天有效，只能用一次，大小写、横线都行。</View>
      </Card>
      <Button block loading={isBusy} disabled={code.trim().length < 8} onTap={() => void preview(code)}>
        下一步
      </Button>
      <Button kind="outline" icon="scan" block onTap={() => void scan()}>
        扫邀请码
      </Button>
    </>
  );
}
