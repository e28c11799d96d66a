import { View } from '@tarojs/components';
import type { PolicyMatch } from '@contract';
import { daysUntil, formatDeadline } from '@/format/dates';
import { AmountText } from '../amount-text';
import { Button } from '../button';
import { Card } from '../card';
import { VerdictMark } from '../mark';
import { Tap } from '../tap';
import { benefitParts } from './benefit';
import './index.scss';

interface DeadlineProps {
  day: string | undefined;
  now: Date;
}

/** When an item can be applied for until; amber within a week, as long as it can still be had. */
export function Deadline({ day, now }: DeadlineProps) {
  const left = day ? daysUntil(day, now) : undefined;
  const isSoon = left !== undefined && left >= 0 && left < 7;
  return <View className={`q-meta ${isSoon ? 'q-warn' : ''}`}>{formatDeadline(day, now)}</View>;
}

/** What an item gives: the amount large, the words beside it. */
export function Benefit(props: { benefit?: string; maxAmountFen?: number; estimatedAmountFen?: number }) {
  const { amountFen, prefix, note } = benefitParts(props);
  if (amountFen === undefined && !note) return null;
  return (
    <View className="q-match__benefit">
      {amountFen !== undefined && <AmountText fen={amountFen} prefix={prefix} />}
      {note && <View className="q-body">{note}</View>}
    </View>
  );
}

interface MatchCardProps {
  match: PolicyMatch;
  now: Date;
  onOpen: () => void;
  /** Shown where a fact is missing. */
  onFill: () => void;
  /** A row of a card instead of a card of its own. */
  asRow?: boolean;
}

/** A policy item with this enterprise’s verdict: what it gives, until when, 因为 or 还缺. */
export function MatchCard({ match, now, onOpen, onFill, asRow = false }: MatchCardProps) {
  const label = `${match.title}，${formatDeadline(match.deadline, now)}`;
  const content = (
    <>
      <View className="q-between">
        <VerdictMark verdict={match.verdict} />
        <Deadline day={match.deadline} now={now} />
      </View>
      <View className="q-t17">{match.title}</View>
      {match.verdict === 'not-met' && asRow ? null : (
        <Benefit
          benefit={match.benefit}
          maxAmountFen={match.maxAmountFen}
          estimatedAmountFen={match.verdict === 'met' ? match.estimatedAmountFen : undefined}
        />
      )}
      <Reason match={match} onFill={onFill} />
    </>
  );
  return asRow ? (
    <Tap className="q-match q-match--row" role="link" label={label} onTap={onOpen}>
      {content}
    </Tap>
  ) : (
    <Card className="q-match" label={label} onTap={onOpen}>
      {content}
    </Card>
  );
}

function Reason({ match, onFill }: { match: PolicyMatch; onFill: () => void }) {
  const isMissing = match.verdict === 'unknown' && match.missing.length > 0;
  const words = isMissing ? match.missing.map(({ label }) => label).join('、') : match.because;
  if (!words) return null;
  return (
    <View className="q-match__why">
      <View className="q-body q-match__words">
        <View className="q-match__lead">{isMissing ? '还缺' : '因为'}</View>
        {words}
      </View>
      {isMissing && (
        <Button kind="soft" size="small" onTap={onFill}>
          去填
        </Button>
      )}
    </View>
  );
}
