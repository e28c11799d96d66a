import { View } from '@tarojs/components';
import type { Enterprise, EnterpriseMembership, Registration } from '@contract';
import { serverNow } from '@/api/clock';
import { Badge } from '@/components/badge';
import { Button, Buttons } from '@/components/button';
import { Card, CardLine } from '@/components/card';
import { ListRow, Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { ProgressRing } from '@/components/progress-ring';
import { Failure, Skeleton } from '@/components/status-view';
import { Tap } from '@/components/tap';
import { dayOf, formatDay, formatTime } from '@/format/dates';
import { useEnterpriseSwitch } from '@/hooks/use-enterprise-switch';
import { openMatching, openPage, openTab } from '@/platform/navigation';
import { useMine, type Mine } from '../use-mine';

/** The firm, how complete its profile is and what that unlocks; then what is ours. */
export function EnterprisePart({ membership }: { membership: EnterpriseMembership }) {
  const { data, error, refresh } = useMine(membership.enterpriseId);
  const switchEnterprise = useEnterpriseSwitch();
  return (
    <>
      <Card className="q-pull">
        <View>
          <View className="q-t17">{membership.enterpriseName}</View>
          <View className="q-meta">{membership.creditCode}</View>
        </View>
        {data && <Completeness enterprise={data.enterprise} />}
        <CardLine>
          <Buttons>
            <Button kind="outline" size="small" icon="swap" onTap={() => void switchEnterprise()}>
              换企业
            </Button>
            <Button
              kind="outline"
              size="small"
              icon="people"
              onTap={() => void openPage('enterprises/colleagues')}
            >
              {data ? `同事 ${data.colleagues} 人` : '同事'}
            </Button>
          </Buttons>
          {membership.handover && (
            <Note tone="warn" icon="people">
              {membership.handover.fromName}请您接任管理员，点“同事”答复。
            </Note>
          )}
          {data && data.waitingColleagues > 0 && (
            <View className="me-waiting-colleagues">
              <Badge count={data.waitingColleagues} />
              <View className="q-body">人等您同意加入</View>
            </View>
          )}
        </CardLine>
      </Card>
      {data && <Records mine={data} />}
      {!data && !error && <Skeleton cards={1} />}
      {!data && error && <Failure subject="企业资料" error={error} onRetry={() => void refresh()} />}
      {data && <NextTicket registrations={data.registrations} />}
    </>
  );
}

function Completeness({ enterprise: { completeness } }: { enterprise: Enterprise }) {
  const { percent, missing } = completeness;
  const unlocks = missing.reduce((sum, field) => sum + field.unlocks, 0);
  const isComplete = missing.length === 0;
  return (
    <CardLine>
      <View className="me-complete">
        <ProgressRing percent={percent} label="资料完整度" />
        <View className="me-complete__main">
          <View className="q-t16">{isComplete ? '资料都填了' : `再填 ${missing.length} 项`}</View>
          <View className="q-meta">{isComplete ? '每年更新一次就行' : `能多判断 ${unlocks} 条政策`}</View>
        </View>
        <Button kind="soft" size="small" onTap={() => void openPage('enterprises/profile')}>
          {isComplete ? '看看' : '去补'}
        </Button>
      </View>
    </CardLine>
  );
}

function Records({ mine }: { mine: Mine }) {
  const records = [
    { text: '诉求', count: mine.issues, onTap: () => void openTab('issues') },
    { text: '符合政策', count: mine.fitting, onTap: () => void openTab('policies') },
    { text: '活动', count: mine.registrations.length, onTap: () => void openPage('events/mine') },
    { text: '对接', count: mine.introductions, onTap: () => void openMatching('mine') },
  ];
  return (
    <Card flush>
      <View className="me-records">
        {records.map(({ text, count, onTap }) => (
          <Tap key={text} className="me-records__item" role="link" label={`${text} ${count}`} onTap={onTap}>
            <View className="me-records__count">{count}</View>
            <View>{text}</View>
          </Tap>
        ))}
      </View>
    </Card>
  );
}

/** The ticket for the soonest event that isn’t over. */
function NextTicket({ registrations }: { registrations: readonly Registration[] }) {
  const now = serverNow();
  const next = registrations
    .filter(({ event }) => event.status === 'open' && new Date(event.endsAt) >= now)
    .sort((a, b) => a.event.startsAt.localeCompare(b.event.startsAt))[0];
  if (!next) return null;
  const { id, startsAt, title } = next.event;
  return (
    <Card flush>
      <Rows>
        <ListRow
          icon="ticket"
          title="入场码"
          note={title}
          end={
            <View className="q-accent">
              {formatDay(dayOf(startsAt), now)} {formatTime(startsAt)}
            </View>
          }
          onTap={() => void openPage('events/ticket', { eventId: id })}
        />
      </Rows>
    </Card>
  );
}
