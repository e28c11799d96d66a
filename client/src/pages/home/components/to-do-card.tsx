import { View } from '@tarojs/components';
import type { IssueRow, RatingResult } from '@contract';
import { ratingResults } from '@contract/enums';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { DateLeaf } from '@/components/date-leaf';
import { Link } from '@/components/link';
import { ListRow, Rows } from '@/components/list-row';
import { RateMark } from '@/components/mark';
import { benefitParts } from '@/components/match-card/benefit';
import { Tag } from '@/components/tag';
import { Tap } from '@/components/tap';
import { formatAmount } from '@/format/amounts';
import { ratingResultText, verdictText } from '@contract/words';
import { dayOf, daysUntil, formatDay, formatDaysLeft, formatTime } from '@/format/dates';
import type { Ahead } from '../view-model';

interface ToDoCardProps {
  issue?: IssueRow;
  ahead: readonly Ahead[];
  now: Date;
  /** The answer that is being sent. */
  rating?: RatingResult;
  onRate: (issue: IssueRow, result: RatingResult) => void;
  onOpenIssue: (issue: IssueRow) => void;
  onOpenTicket: (ahead: Extract<Ahead, { kind: 'ticket' }>) => void;
  onOpenEvent: (ahead: Extract<Ahead, { kind: 'ticket' }>) => void;
  onOpenPolicy: (ahead: Extract<Ahead, { kind: 'deadline' }>) => void;
}

/** What to do now: the answer that waits to be confirmed, rated in place; then the days ahead. */
export function ToDoCard({ issue, ahead, now, rating, onRate, ...open }: ToDoCardProps) {
  return (
    <Card flush className="q-pull">
      {issue && (
        <View className="home-issue">
          <View className="q-between">
            <Tag tone="warn">等您确认</Tag>
            {issue.confirmBy && <View className="q-meta">{formatDay(dayOf(issue.confirmBy), now)}前</View>}
          </View>
          <View className="q-t17">{issue.title}</View>
          <View className="q-body">
            {issue.latest}
            <Link onTap={() => open.onOpenIssue(issue)}>看答复</Link>
          </View>
          <View className="home-rate">
            {ratingResults.map((result) => (
              <Tap
                key={result}
                className={`home-rate__choice ${rating === result ? 'home-rate__choice--sending' : ''}`}
                label={ratingResultText[result]}
                disabled={rating !== undefined}
                onTap={() => onRate(issue, result)}
              >
                <RateMark result={result} />
              </Tap>
            ))}
          </View>
        </View>
      )}
      {ahead.length > 0 && (
        <View className={issue ? 'home-ahead' : ''}>
          <Rows>
            {ahead.map((item) =>
              item.kind === 'ticket' ? (
                <TicketRow key={item.key} item={item} now={now} {...open} />
              ) : (
                <DeadlineRow key={item.key} item={item} now={now} onOpenPolicy={open.onOpenPolicy} />
              ),
            )}
          </Rows>
        </View>
      )}
    </Card>
  );
}

function TicketRow({
  item,
  now,
  onOpenTicket,
  onOpenEvent,
}: {
  item: Extract<Ahead, { kind: 'ticket' }>;
  now: Date;
} & Pick<ToDoCardProps, 'onOpenTicket' | 'onOpenEvent'>) {
  const { event, day } = item;
  const isNear = daysUntil(day, now) <= 1;
  return (
    <View className="q-row">
      <DateLeaf day={day} tone={isNear ? 'next' : 'plain'} now={now} />
      <Tap
        className="q-row__main"
        role="link"
        label={`${event.title}，看活动`}
        onTap={() => onOpenEvent(item)}
      >
        <View className="q-t16">{event.title}</View>
        <View className="q-row__note q-meta">
          {formatTime(event.startsAt)} <View className="home-phrase">{event.venue}</View>
        </View>
      </Tap>
      <View className="q-row__end">
        <Button kind="soft" size="small" onTap={() => onOpenTicket(item)}>
          入场码
        </Button>
      </View>
    </View>
  );
}

function DeadlineRow({
  item,
  now,
  onOpenPolicy,
}: { item: Extract<Ahead, { kind: 'deadline' }>; now: Date } & Pick<ToDoCardProps, 'onOpenPolicy'>) {
  const { match, day } = item;
  const { amountFen, prefix = '' } = benefitParts(match);
  const isSoon = daysUntil(day, now) < 7;
  return (
    <ListRow
      strong
      start={<DateLeaf day={day} tone={isSoon ? 'soon' : 'plain'} now={now} />}
      title={
        <>
          {match.title}
          <View className="home-phrase">截止</View>
        </>
      }
      label={`${match.title}，${formatDay(day, now)}截止`}
      note={
        <>
          <View className={`home-inline q-bold ${match.verdict === 'met' ? 'q-ok' : 'q-warn'}`}>
            {verdictText[match.verdict]}
          </View>
          {amountFen === undefined ? '' : `，${prefix}${prefix ? ' ' : ''}${formatAmount(amountFen)}`}
        </>
      }
      end={<View className={isSoon ? 'q-warn' : ''}>{formatDaysLeft(day, now)}</View>}
      onTap={() => onOpenPolicy(item)}
    />
  );
}
