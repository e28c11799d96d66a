import { View } from '@tarojs/components';
import type { IssueRow } from '@contract';
import { Button } from '@/components/button';
import { Card, CardLine } from '@/components/card';
import { Avatar } from '@/components/person';
import { Tag } from '@/components/tag';
import { WorkingDayClock } from '@/components/working-day-clock';
import { dayThatMatters, standingOf } from '@/format/issues';
import { endingText, holderText } from '../view-model';

interface IssueCardProps {
  issue: IssueRow;
  now: Date;
  /** The most urgent of the list: its button is the filled one. */
  isFirst: boolean;
  onOpen: () => void;
  onConfirm: () => void;
}

/** One issue: how it stands, by when, who has it; an answered one with the button to confirm. */
export function IssueCard({ issue, now, isFirst, onOpen, onConfirm }: IssueCardProps) {
  const standing = standingOf(issue);
  const day = dayThatMatters(issue, now);
  const isAnswerLate = issue.isBreached && issue.runningLimit === 'answer';
  const hasEnded = issue.status === 'closed' || issue.status === 'withdrawn';
  return (
    <Card label={`${issue.title}，${standing.text}，${day}`} onTap={onOpen}>
      <View className="q-between">
        <Tag tone={standing.tone}>{standing.text}</Tag>
        <View className={`q-meta ${isAnswerLate ? 'q-bad' : ''}`}>{day}</View>
      </View>
      <View className="q-t17">{issue.title}</View>
      {hasEnded && <View className="q-body">{endingText(issue)}</View>}
      {issue.status === 'answered' && (
        <>
          <View className="q-body">{issue.latest}</View>
          <View className="issues-confirm">
            <Button block kind={isFirst ? 'primary' : 'soft'} size="small" onTap={onConfirm}>
              去确认
            </Button>
          </View>
        </>
      )}
      {!hasEnded && issue.status !== 'answered' && (
        <>
          {issue.status === 'dispatched' && <View className="q-body">{issue.latest}</View>}
          <WorkingDayClock days={issue.clock} now={now} />
          <CardLine>
            <View className="issues-holder">
              <Avatar name={issue.accountable.name} size={28} />
              <View className="q-body">{holderText(issue)}</View>
            </View>
          </CardLine>
        </>
      )}
    </Card>
  );
}
