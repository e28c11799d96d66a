import { View } from '@tarojs/components';
import type { Issue } from '@contract';
import { serverNow } from '@/api/clock';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Card, CardLine } from '@/components/card';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { Person } from '@/components/person';
import { WorkingDayClock } from '@/components/working-day-clock';
import { formatMoment } from '@/format/dates';
import { openTab, replacePage } from '@/platform/navigation';
import { useProgressConsent, type ConsentOutcome } from '../use-progress-consent';
import { whoTakesIt } from '../view-model';

/** It is sent: its number, by when it is answered, who takes it; then the question about messages. */
export function Sent({ issue }: { issue: Issue }) {
  const now = serverNow();
  const { accountable, answerDueAt, clock, id, number } = issue;
  const { canAsk, outcome, ask } = useProgressConsent();
  return (
    <Page
      footer={
        <BottomBar>
          <Button kind="outline" onTap={() => void openTab('issues')}>
            全部诉求
          </Button>
          <Button
            kind={canAsk && outcome === 'unasked' ? 'soft' : 'primary'}
            onTap={() => void replacePage('issues/detail', { id })}
          >
            看进度
          </Button>
        </BottomBar>
      }
    >
      <View className="new-sent" role="status" ariaLive="polite">
        <View className="new-sent__mark" ariaHidden>
          <Icon name="check" size={28} />
        </View>
        <View className="q-say" role="heading">
          提交好了
        </View>
        <View className="q-body">编号 {number}</View>
      </View>
      <Card tone="outlined">
        <View className="q-body">最晚</View>
        <View className="new-promise__date">{formatMoment(answerDueAt, now)} 前答复您</View>
        <View className="new-promise__clock">
          <WorkingDayClock days={clock} now={now} />
        </View>
        <CardLine>
          <Person
            size={40}
            name={`${accountable.name}先接${whoTakesIt(issue, now).words}`}
            role={`${accountable.organization.shortName}，一直跟到办结`}
          />
        </CardLine>
      </Card>
      {canAsk && <ConsentCard outcome={outcome} onAsk={() => void ask()} />}
    </Page>
  );
}

function ConsentCard({ outcome, onAsk }: { outcome: ConsentOutcome; onAsk: () => void }) {
  if (outcome === 'granted') {
    return (
      <Card>
        <View className="q-t17">有答复会发微信告诉您</View>
        <View className="q-body">允许一次发一条，想多收几条，到“我的”里点“管通知”。</View>
      </Card>
    );
  }
  if (outcome === 'refused') {
    return (
      <Card>
        <View className="q-t17">不发微信，消息里一样能看</View>
        <View className="q-body">“我的”里的“消息”，有进展就有一条。</View>
      </Card>
    );
  }
  return (
    <Card>
      <View className="q-t17">有答复，发微信告诉您？</View>
      <View className="q-body">只发这一类，一次一条，不发广告。</View>
      <View className="new-sent__ask">
        <Button block icon="bell" onTap={onAsk}>
          发微信告诉我
        </Button>
      </View>
    </Card>
  );
}
