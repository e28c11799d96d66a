import { View } from '@tarojs/components';
import type { ClauseResult } from '@contract';
import { Card, Heading } from '@/components/card';
import { Rows } from '@/components/list-row';
import { VerdictMark } from '@/components/mark';
import { verdictText } from '@contract/words';
import { formatMoment } from '@/format/dates';
import { describeOrigin } from '../view-model';

const wordTone = { met: 'q-ok', unknown: 'q-warn', 'not-met': 'q-ink3' } as const;

/** Every clause with what was seen, where it comes from and when. */
export function Clauses({
  clauses,
  judgedAt,
  now,
}: {
  clauses: readonly ClauseResult[];
  judgedAt: Date;
  now: Date;
}) {
  return (
    <Card>
      <Heading title="逐条对照">{`${formatMoment(judgedAt, now)} 判断`}</Heading>
      <Rows>
        {clauses.map((clause, index) => (
          <View key={index} className="policy-clause">
            <VerdictMark verdict={clause.verdict} bare />
            <View className="policy-clause__main">
              <View className="policy-clause__title">
                <View className="q-t16 policy-clause__text">{clause.text}</View>
                <View className={`policy-clause__word ${wordTone[clause.verdict]}`}>
                  {verdictText[clause.verdict]}
                </View>
              </View>
              <View className={clause.seen ? '' : 'q-warn'}>{clause.seen ?? '还没有数'}</View>
              {clause.hint && <View className="q-meta">{clause.hint}</View>}
              {clause.origin && <View className="q-meta">{describeOrigin(clause.origin, now)}</View>}
            </View>
          </View>
        ))}
      </Rows>
    </Card>
  );
}
