import { View } from '@tarojs/components';
import type { MessageTemplate } from '@contract';
import { ApiError } from '@/api/request';
import { Button } from '@/components/button';
import { Icon, type IconName } from '@/components/icon';
import { Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { useSession } from '@/hooks/use-session';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { goBack, openPage } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import type { Consent, Outcome } from './outcome';
import { useConsents } from './use-consents';
import './index.scss';

const kinds: Record<MessageTemplate, { icon: IconName; title: string; when: string }> = {
  'issue-progress': { icon: 'chat', title: '诉求有答复、要补材料', when: '有了才发' },
  'policy-briefing': { icon: 'policy', title: '与您有关的政策简报', when: '每周最多 3 条' },
  'event-reminder': { icon: 'ticket', title: '活动的时间、地点、入场码', when: '开始前一天发' },
};

/** 开通知: why should I allow this? */
export default function Subscribe() {
  useWhiteBar();
  const { me, status } = useSession();
  if (!me) {
    return (
      <Page className="subscribe">
        {status !== 'starting' && (
          <Empty
            title="登录后开通知"
            action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
          />
        )}
      </Page>
    );
  }
  return <Consents key={me.id} personId={me.id} />;
}

function Consents({ personId }: { personId: string }) {
  const { data, error, refresh, ask, isAsking, outcome } = useConsents(personId);

  const onAsk = async () => {
    try {
      await ask();
    } catch (failure) {
      notify(failure instanceof ApiError ? failure.message : '没记上，请再试一次');
    }
  };

  return (
    <Page
      className="subscribe"
      footer={
        data && (
          <View className="subscribe-foot">
            <Button block loading={isAsking} onTap={() => void onAsk()}>
              {outcome ? '再要一次' : '下一步，去选择'}
            </Button>
            <Button kind="quiet" block onTap={() => void goBack()}>
              {outcome ? '好了，回去' : '先不开，我自己来看'}
            </Button>
          </View>
        )
      }
    >
      <View className="q-say" role="heading">
        有答复时，{'\n'}在微信里告诉您
      </View>
      {!data && !error && <Skeleton cards={2} />}
      {!data && error && <Failure subject="通知设置" error={error} onRetry={() => void refresh()} />}
      {data && (
        <>
          {outcome ? <WhatWasGranted outcome={outcome} /> : <Sample />}
          <Rows>
            {data.map((consent) => (
              <Kind key={consent.template} consent={consent} />
            ))}
          </Rows>
          <View className="q-quiet q-body">
            微信会再弹窗问一次。同意一次发一条，用完再问。不发广告，随时能关。
          </View>
        </>
      )}
    </Page>
  );
}

/** What a message looks like in WeChat. */
function Sample() {
  const lines = [
    ['诉求', '二期厂房用电增容'],
    ['答复单位', '中牟县发展改革委'],
    ['请您', '3 个工作日内确认'],
  ];
  return (
    <View className="subscribe-wechat" role="img" ariaLabel="微信里收到的样子：诉求有答复了">
      <View className="subscribe-wechat__bubble">
        <View className="subscribe-wechat__from">
          <View className="subscribe-wechat__mark">
            <Icon name="bell" size={16} />
          </View>
          企服通
        </View>
        <View className="subscribe-wechat__title">诉求有答复了</View>
        {lines.map(([label, value]) => (
          <View key={label} className="subscribe-wechat__line">
            <View className="subscribe-wechat__label">{label}</View>
            <View>{value}</View>
          </View>
        ))}
      </View>
    </View>
  );
}

function Kind({ consent: { template, left } }: { consent: Consent }) {
  const { icon, title, when } = kinds[template];
  return (
    <View className="subscribe-kind">
      <Icon name={icon} className="q-accent" />
      <View className="subscribe-kind__main">
        <View className="q-t16">{title}</View>
        <View className="q-meta">{when}</View>
      </View>
      {left > 0 ? <Tag tone="ok">{`还能发 ${left} 条`}</Tag> : <Tag>没开</Tag>}
    </View>
  );
}

function WhatWasGranted({ outcome }: { outcome: Outcome }) {
  const names = outcome.granted.map((template) => kinds[template].title).join('；');
  if (outcome.granted.length > 0) {
    return (
      <Note tone="ok" icon="check">
        您同意了 {outcome.granted.length} 类：{names}。
        {outcome.refused.length > 0 ? '其余的在这里的消息里看。' : ''}
      </Note>
    );
  }
  return (
    <Note tone="warn">
      {outcome.isBlocked
        ? '微信没有问您：通知总开关可能关着。到小程序右上角“…”里的设置打开“通知管理”。'
        : '这次一类也没开。消息都留在“消息”里，想开随时再来。'}
    </Note>
  );
}
