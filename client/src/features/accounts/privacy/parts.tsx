import { View } from '@tarojs/components';
import type { Me } from '@contract';
import { serverNow } from '@/api/clock';
import {
  cancelDeletion,
  linkExport,
  requestDeletion,
  requestExport,
  withdrawPrivacyConsent,
} from '@/api/privacy';
import { addressOf } from '@/api/request';
import { refreshMe } from '@/api/session';
import { Button, Buttons } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { Icon } from '@/components/icon';
import { Link } from '@/components/link';
import { Note } from '@/components/note';
import { Avatar } from '@/components/person';
import { Tap } from '@/components/tap';
import { formatMoment } from '@/format/dates';
import { formatVersion } from '@/format/privacy';
import { useAction } from '@/hooks/use-action';
import { openLink } from '@/platform/document';
import { openPage } from '@/platform/navigation';
import { chooseOne, confirm, notify } from '@/platform/notify';
import type { MyPrivacy } from './use-privacy';
import { consentText, deletionRules, exportText } from './view-model';

interface PartProps {
  data: MyPrivacy;
  onChanged: () => Promise<void>;
}

/** Who saw my whole number, and why. */
export function Readings({ data, onMore }: { data: MyPrivacy; onMore: () => Promise<void> }) {
  const now = serverNow();
  const { run, isBusy, problem } = useAction();
  return (
    <Card>
      <Heading title="谁看的，为什么" />
      {data.readings.length === 0 && <View className="q-body">还没有人看过您的完整号码。</View>}
      <View>
        {data.readings.map(({ id, at, readerName, bodyName, reason }) => (
          <View key={id} className="privacy-reading">
            <Avatar name={readerName} size={40} />
            <View className="privacy-reading__main">
              <View className="q-between">
                <View className="q-t16">{readerName}</View>
                <View className="q-meta">{formatMoment(at, now)}</View>
              </View>
              {bodyName && <View className="q-meta">{bodyName}</View>}
              <View className="q-body">{reason}</View>
            </View>
          </View>
        ))}
      </View>
      {problem && <Note tone="bad">{problem}</Note>}
      {data.next && (
        <Tap className="q-foot q-accent" onTap={() => void run(onMore)}>
          {isBusy ? '正在加载…' : '再看以前的'}
        </Tap>
      )}
      {data.readings.length > 0 && (
        <Link onTap={() => void openPage('issues/new')}>有一次不该看？说出来</Link>
      )}
    </Card>
  );
}

/** What I agreed to, by version. */
export function Consents({
  data,
  onChanged,
  onRead,
  onAgree,
}: PartProps & { onRead: () => void; onAgree: () => void }) {
  const now = serverNow();
  const { run, isBusy, problem } = useAction();
  const current = data.consents.find(({ isCurrent }) => isCurrent);
  const withdraw = async () => {
    const isSure = await confirm({
      title: '收回同意？',
      text: '手机号马上删掉。以后留手机号、绑定企业时会再问您；看政策、活动不受影响。',
      yes: '收回',
    });
    if (!isSure) return;
    const isDone = await run(async () => {
      await withdrawPrivacyConsent();
      await refreshMe();
      await onChanged();
    });
    if (isDone) notify('收回了，手机号已删掉');
  };
  return (
    <Card>
      <Heading title="您同意过的" />
      <View>
        <View className="privacy-consent">
          <View className="q-between">
            <View className="q-t16">{data.text.title}</View>
            <View className={`privacy-consent__state ${current ? 'q-ok' : 'q-ink2'}`}>
              <Icon name={current ? 'check' : 'minus'} size={20} />
              {current ? '同意' : '没同意'}
            </View>
          </View>
          <View className="q-meta">
            {current
              ? consentText(current, now)
              : `现行${formatVersion(data.text.version)}，留手机号、绑定企业时才需要`}
          </View>
        </View>
        {data.consents
          .filter((consent) => consent !== current)
          .map((consent) => (
            <View key={consent.givenAt} className="privacy-consent">
              <View className="q-body">{consentText(consent, now)}</View>
            </View>
          ))}
      </View>
      {problem && <Note tone="bad">{problem}</Note>}
      <Buttons>
        {current ? (
          <Button kind="outline" size="small" loading={isBusy} onTap={() => void withdraw()}>
            收回
          </Button>
        ) : (
          <Button kind="soft" size="small" onTap={onAgree}>
            看新版，同意
          </Button>
        )}
        <Button kind="outline" size="small" onTap={onRead}>
          看全文和旧版
        </Button>
      </Buttons>
    </Card>
  );
}

/** A copy of everything, made by a job. */
export function Copies({ data, onChanged }: PartProps) {
  const { run, isBusy, problem } = useAction();
  const [newest] = data.exports;
  const isMaking = newest?.status === 'waiting' || newest?.status === 'running';
  const ask = () =>
    run(async () => {
      await requestExport();
      await onChanged();
    });
  const open = async () => {
    if (!newest) return;
    const form = await chooseOne(['网页，直接看', 'JSON 文件，留存']);
    if (form === undefined) return;
    await run(async () => {
      const { pagePath, jsonPath } = await linkExport(newest.id);
      await openLink(addressOf(form === 0 ? pagePath : jsonPath));
    });
  };
  return (
    <Card>
      <View className="q-between">
        <View className="q-t17" role="heading">
          导出我的数据
        </View>
        <Icon name="download" />
      </View>
      <View className="q-body" role="status" ariaLive="polite">
        {exportText(newest, serverNow())}
      </View>
      {isMaking && (
        <View className="privacy-bar" ariaHidden>
          <View className="privacy-bar__done" style={{ width: `${newest.percent}%` }} />
        </View>
      )}
      {problem && <Note tone="bad">{problem}</Note>}
      <Buttons>
        {newest?.status === 'ready' && (
          <Button size="small" kind="soft" loading={isBusy} onTap={() => void open()}>
            取链接
          </Button>
        )}
        {!isMaking && (
          <Button size="small" kind="outline" loading={isBusy} onTap={() => void ask()}>
            {newest ? '再要一份' : '要一份'}
          </Button>
        )}
      </Buttons>
    </Card>
  );
}

/** Closing the account: what it means, what has to be done before, and the way back. */
export function Leaving({ data, onChanged, me }: PartProps & { me: Me }) {
  const { run, isBusy, problem } = useAction();
  const { deletion } = data;
  const close = async () => {
    const isSure = await confirm({
      title: '注销账号？',
      text: `${deletion.waitDays} 天后${me.name}的姓名、手机号删掉，不能恢复。`,
      yes: '注销',
      no: '再想想',
    });
    if (!isSure) return;
    const isDone = await run(async () => {
      await requestDeletion();
      await onChanged();
    });
    if (isDone) notify('收到，到期前都能反悔');
  };
  const keep = async () => {
    const isDone = await run(async () => {
      await cancelDeletion();
      await onChanged();
    });
    if (isDone) notify('账号留着，什么都没删');
  };
  const isAdministrator = deletion.obstacles.some(({ kind }) => kind === 'administrator');
  return (
    <Card tone={deletion.isAsked ? 'warn' : 'plain'}>
      <Heading title="注销账号" />
      {deletion.isAsked && deletion.dueAt && (
        <View className="q-t16">{formatMoment(deletion.dueAt, serverNow())} 注销，之前都能反悔</View>
      )}
      {deletionRules(deletion).map((rule) => (
        <View key={rule} className="privacy-rule">
          <View className="privacy-rule__dot" ariaHidden />
          <View className="q-body">{rule}</View>
        </View>
      ))}
      {deletion.obstacles.map(({ kind, name, rule }) => (
        <View key={`${kind}:${name}`} className="privacy-rule q-warn">
          <View className="privacy-rule__dot" ariaHidden />
          <View>
            {name}：{rule}
          </View>
        </View>
      ))}
      {problem && <Note tone="bad">{problem}</Note>}
      <Buttons>
        {isAdministrator && (
          <Button kind="soft" size="small" onTap={() => void openPage('enterprises/colleagues')}>
            交给同事
          </Button>
        )}
        {deletion.isAsked ? (
          <Button kind="primary" size="small" loading={isBusy} onTap={() => void keep()}>
            不注销了
          </Button>
        ) : (
          <Button
            kind="danger"
            size="small"
            disabled={deletion.obstacles.length > 0}
            loading={isBusy}
            onTap={() => void close()}
          >
            注销
          </Button>
        )}
      </Buttons>
    </Card>
  );
}
