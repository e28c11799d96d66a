import { View } from '@tarojs/components';
import type { MessageSettings, MessageTopic } from '@contract';
import { Card } from '@/components/card';
import { ListRow, Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { SelectInput } from '@/components/select-input';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { Switch } from '@/components/switch';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { useSettings } from './use-settings';
import './index.scss';

const topicTitles: Record<MessageTopic, string> = {
  issue: '诉求的答复和进度',
  briefing: '与您有关的政策',
  event: '报了名的活动',
  matchmaking: '供需对接',
  account: '账号和企业成员',
};
const channelTitles = { subscription: '微信通知', sms: '微信没送到时发短信' } as const;
const channels = ['subscription', 'sms'] as const;

const hours = Array.from({ length: 48 }, (_, half) => {
  const time = `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`;
  return { value: time, label: time };
});

/** 管通知: what reaches me where, and when must my phone be silent? */
export default function Subscriptions() {
  const { me, status } = useSession();
  if (!me) {
    return (
      <Page>
        {status !== 'starting' && (
          <Empty
            title="登录后管通知"
            action={{ text: '登录', onTap: () => void openPage('accounts/sign-in') }}
          />
        )}
      </Page>
    );
  }
  return <Settings key={me.id} personId={me.id} />;
}

function Settings({ personId }: { personId: string }) {
  const { data, error, refresh, change, isSaving } = useSettings(personId);
  if (!data) {
    return (
      <Page>
        {error ? (
          <Failure subject="通知设置" error={error} onRetry={() => void refresh()} />
        ) : (
          <Skeleton cards={3} />
        )}
      </Page>
    );
  }
  return (
    <Page>
      <Card flush>
        <Rows>
          <ListRow
            icon="bell"
            title="在微信里收通知"
            note="每类同意一次发一条，用完再问"
            onTap={() => void openPage('messages/subscribe')}
          />
        </Rows>
      </Card>
      <Topics settings={data} isSaving={isSaving} onChange={(next) => void change(next)} />
      <QuietHours settings={data} isSaving={isSaving} onChange={(next) => void change(next)} />
      <Note tone="plain">关掉以后，消息仍在“消息”里，只是不再另外提醒。</Note>
    </Page>
  );
}

interface PartProps {
  settings: MessageSettings;
  isSaving: boolean;
  onChange: (next: MessageSettings) => void;
}

function Topics({ settings, isSaving, onChange }: PartProps) {
  const withChannels = settings.topics.filter((topic) => channels.some((each) => topic[each] !== undefined));
  return (
    <>
      {withChannels.map((wish) => (
        <View key={wish.topic} className="subscriptions-part">
          <View className="q-t17 subscriptions-part__title" role="heading">
            {topicTitles[wish.topic]}
          </View>
          <Card flush>
            <Rows>
              {channels
                .filter((channel) => wish[channel] !== undefined)
                .map((channel) => (
                  <ListRow
                    key={channel}
                    title={channelTitles[channel]}
                    end={
                      <Switch
                        checked={wish[channel] === true}
                        disabled={isSaving}
                        label={`${topicTitles[wish.topic]}，${channelTitles[channel]}`}
                        onChange={(isOn) =>
                          onChange({
                            ...settings,
                            topics: settings.topics.map((each) =>
                              each.topic === wish.topic ? { ...each, [channel]: isOn } : each,
                            ),
                          })
                        }
                      />
                    }
                  />
                ))}
            </Rows>
          </Card>
        </View>
      ))}
    </>
  );
}

function QuietHours({ settings, isSaving, onChange }: PartProps) {
  const { quietHours } = settings;
  const choose = (changes: Partial<MessageSettings['quietHours']>) =>
    onChange({ ...settings, quietHours: { ...quietHours, ...changes } });
  return (
    <View className="subscriptions-part">
      <View className="q-t17 subscriptions-part__title" role="heading">
        免打扰
      </View>
      <Card flush>
        <Rows>
          <ListRow
            title="这段时间不提醒"
            note="到点再发；急事的微信通知除外"
            end={
              <Switch
                checked={quietHours.isOn}
                disabled={isSaving}
                label="免打扰"
                onChange={(isOn) => choose({ isOn })}
              />
            }
          />
          {quietHours.isOn && (
            <View className="subscriptions-hours">
              <SelectInput
                label="开始"
                options={hours}
                value={quietHours.from}
                disabled={isSaving}
                onChange={(from) => choose({ from })}
              />
              <View className="q-meta">到</View>
              <SelectInput
                label="结束"
                options={hours}
                value={quietHours.to}
                disabled={isSaving}
                onChange={(to) => choose({ to })}
              />
            </View>
          )}
        </Rows>
      </Card>
    </View>
  );
}
