import { View } from '@tarojs/components';
import type { ItemVerdict, Policy, PolicyItem } from '@contract';
import { AmountText } from '@/components/amount-text';
import { benefitParts } from '@/components/match-card/benefit';
import { dayNumber, dayOf, daysUntil, formatDay, formatDaysLeft, monthOf, weekdayOf } from '@/format/dates';

interface HeadProps {
  policy: Policy;
  item?: PolicyItem;
  verdict?: ItemVerdict;
  now: Date;
}

/** What it is, who issued it, how much it gives and until when. */
export function PolicyHead({ policy, item, verdict, now }: HeadProps) {
  return (
    <View className="policy-head">
      <View className="q-title" role="heading">
        {item?.title ?? policy.title}
      </View>
      {policy.reading && <View className="q-body policy-head__reading">{policy.reading}</View>}
      <View className="q-meta policy-head__issuer">
        {[policy.issuer, policy.docNo].filter(Boolean).join(' · ')}
      </View>
      {item && (
        <View className="policy-two">
          <Amount item={item} verdict={verdict} />
          <Until item={item} now={now} />
        </View>
      )}
      {!item && policy.issuedOn && (
        <View className="q-meta policy-head__issuer">{formatDay(policy.issuedOn, now)}印发</View>
      )}
    </View>
  );
}

function Amount({ item, verdict }: { item: PolicyItem; verdict: ItemVerdict | undefined }) {
  const estimatedAmountFen = verdict?.verdict === 'met' ? verdict.estimatedAmountFen : undefined;
  const { amountFen, prefix, note } = benefitParts({ ...item, estimatedAmountFen });
  return (
    <View className="policy-two__part">
      <View className="q-meta">{estimatedAmountFen === undefined ? '符合的给' : '按您的数算'}</View>
      {amountFen === undefined ? (
        <View className="q-t17 policy-two__words">{note ?? item.benefit}</View>
      ) : (
        <>
          <AmountText fen={amountFen} prefix={prefix} size="large" />
          {note && <View className="q-meta">{note}</View>}
        </>
      )}
    </View>
  );
}

function Until({ item, now }: { item: PolicyItem; now: Date }) {
  if (!item.deadline) {
    return (
      <View className="policy-two__part">
        <View className="q-meta">截止</View>
        <View className="policy-two__day">常年受理</View>
        <View className="q-meta">随时可报</View>
      </View>
    );
  }
  const left = daysUntil(item.deadline, now);
  const isSoon = left >= 0 && left < 7;
  return (
    <View className="policy-two__part">
      <View className="q-meta">截止</View>
      <View className="policy-two__day">{`${monthOf(item.deadline)}月${dayNumber(item.deadline)}日`}</View>
      <View className={`q-meta ${isSoon ? 'q-warn q-bold' : ''}`}>
        {`${yearIfOther(item.deadline, now)}${weekdayOf(item.deadline)}，${formatDaysLeft(item.deadline, now)}`}
      </View>
    </View>
  );
}

/** “2027年 ” before the weekday of a deadline that isn’t this year’s. */
function yearIfOther(day: string, now: Date): string {
  const year = day.slice(0, 4);
  return year === dayOf(now).slice(0, 4) ? '' : `${year}年 `;
}
