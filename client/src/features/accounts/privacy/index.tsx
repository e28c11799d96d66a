import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Me, PrivacyText, PrivacyVersion } from '@contract';
import { Card } from '@/components/card';
import { ListRow } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { PrivacyWords, usePrivacyConsent } from '@/components/privacy-consent';
import { Segments } from '@/components/segments';
import { Sheet } from '@/components/sheet';
import { Empty, Failure, OfflineBanner, Skeleton } from '@/components/status-view';
import { formatVersion } from '@/format/privacy';
import { useSession } from '@/hooks/use-session';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { openPage } from '@/platform/navigation';
import { Consents, Copies, Leaving, Readings } from './parts';
import { usePrivacy } from './use-privacy';
import { readersText } from './view-model';
import './index.scss';

/** 隐私: who saw my number, and why; what I agreed to, a copy of my data, and the way out. */
export default function PrivacyPage() {
  useWhiteBar();
  const { me, status } = useSession();
  if (!me) {
    return (
      <Page>
        {status !== 'starting' && (
          <Empty
            title="您还没有登录"
            text="没登录，这里什么也没存。"
            action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
          />
        )}
      </Page>
    );
  }
  return <Mine key={me.id} me={me} />;
}

function Mine({ me }: { me: Me }) {
  const { data, error, refresh, loadMoreReadings } = usePrivacy(me.id);
  const { ensure, sheet } = usePrivacyConsent(me);
  const [isReading, setReading] = useState(false);
  const agree = async () => {
    if (await ensure()) await refresh();
  };
  return (
    <Page
      head={
        <View className="privacy-head">
          <View className="q-say" role="heading">
            {data ? readersText(data.lastMonth) : '谁看过您的手机号'}
          </View>
          <View className="q-body">
            {me.name}，{me.maskedPhone ? `${me.maskedPhone}，平时都遮中间四位` : '没留手机号'}
          </View>
        </View>
      }
    >
      {!data && !error && <Skeleton cards={3} />}
      {!data && error && <Failure subject="隐私记录" error={error} onRetry={() => void refresh()} />}
      {data && (
        <>
          {error && (
            <OfflineBanner text={error.isOffline ? '没有网，先看之前的' : '没刷新成功，先看之前的'} />
          )}
          {!me.privacy.isCurrent && me.privacy.agreedVersion && (
            <Note tone="warn" icon="bulb">
              个人信息处理说明更新了，看过再同意，才能接着留手机号、绑定企业。
            </Note>
          )}
          <Readings data={data} onMore={loadMoreReadings} />
          <Consents
            data={data}
            onChanged={refresh}
            onRead={() => setReading(true)}
            onAgree={() => void agree()}
          />
          <Copies data={data} onChanged={refresh} />
          <Card flush>
            <ListRow
              icon="pen"
              title="改错、换手机号"
              note={me.maskedPhone ?? '还没留手机号'}
              onTap={() => void openPage('accounts/person')}
            />
          </Card>
          <Leaving data={data} onChanged={refresh} me={me} />
          <View className="q-foot">有疑问，打 12345 或找当地企业服务办</View>
        </>
      )}
      {data && isReading && <WholeText text={data.text} onClose={() => setReading(false)} />}
      {sheet}
    </Page>
  );
}

function WholeText({ text, onClose }: { text: PrivacyText; onClose: () => void }) {
  const versions: PrivacyVersion[] = [text, ...text.earlier];
  const [version, setVersion] = useState(text.version);
  const shown = versions.find((each) => each.version === version) ?? text;
  return (
    <Sheet open title={text.title} onClose={onClose}>
      {versions.length > 1 && (
        <Segments
          items={versions.map((each) => ({ value: each.version, label: formatVersion(each.version) }))}
          value={version}
          onChange={setVersion}
        />
      )}
      {shown.changes.length > 0 && (
        <Note icon="bulb">
          改了什么：
          {shown.changes.map((change) => (
            <View key={change}>{change}</View>
          ))}
        </Note>
      )}
      <PrivacyWords text={shown} />
    </Sheet>
  );
}
