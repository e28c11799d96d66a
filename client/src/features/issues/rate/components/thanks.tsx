import { View } from '@tarojs/components';
import type { Issue } from '@contract';
import { serverNow } from '@/api/clock';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Card, CardLine } from '@/components/card';
import { RateMark } from '@/components/mark';
import { Page } from '@/components/page';
import { Person } from '@/components/person';
import { WorkingDayClock } from '@/components/working-day-clock';
import { formatMoment } from '@/format/dates';
import { openTab, replacePage } from '@/platform/navigation';

/** What the rating has brought about. */
export function Thanks({ issue }: { issue: Issue }) {
  const now = serverNow();
  const { id, status, rating, accountable, answerDueAt, clock } = issue;
  const isSolved = status === 'closed';
  return (
    <Page
      footer={
        <BottomBar>
          <Button kind="outline" onTap={() => void openTab('issues')}>
            全部诉求
          </Button>
          <Button onTap={() => void replacePage('issues/detail', { id })}>看经过</Button>
        </BottomBar>
      }
    >
      <View className="rate-thanks" role="status" ariaLive="polite">
        {rating && <RateMark result={rating.result} />}
        <View className="q-say" role="heading">
          {isSolved ? '办结了，谢谢您' : `${accountable.name}接着办`}
        </View>
        <View className="q-body">
          {isSolved ? '评价记下了，会算进这个单位的评分。' : '您的话一起转过去了，办完会再请您确认。'}
        </View>
      </View>
      {!isSolved && (
        <Card tone="outlined">
          <View className="q-body">最晚</View>
          <View className="rate-thanks__date">{formatMoment(answerDueAt, now)} 前再答复您</View>
          <View className="rate-thanks__clock">
            <WorkingDayClock days={clock} now={now} />
          </View>
          <CardLine>
            <Person size={40} name={accountable.name} role={accountable.organization.name} />
          </CardLine>
        </Card>
      )}
    </Page>
  );
}
