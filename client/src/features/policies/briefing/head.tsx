import { View } from '@tarojs/components';
import type { BriefingReading } from '@contract';
import { Card } from '@/components/card';
import { daysUntil, formatDay, formatDaysLeft, formatMoment } from '@/format/dates';
import { minutesToRead } from '@/format/reading-time';
import { serverNow } from '@/api/clock';
import { phrasesOf } from './view-model';

/** The title and the reading in three sentences. */
export function Head({ briefing }: { briefing: BriefingReading }) {
  const now = serverNow();
  const { number, title, sentences, sentAt, whoText, amountText } = briefing;
  const meta = [
    `第 ${number} 期`,
    sentAt && formatMoment(sentAt, now),
    `${minutesToRead([title, ...sentences, whoText, amountText])} 分钟读完`,
  ];
  return (
    <View className="briefing-head">
      <View className="q-meta">{meta.filter(Boolean).join(' · ')}</View>
      <View className="q-say briefing-head__title" role="heading">
        {phrasesOf(title).map((phrase) => (
          <View key={phrase} className="briefing-head__phrase">
            {phrase}
          </View>
        ))}
      </View>
      <View className="briefing-three">
        {sentences.map((sentence) => (
          <View key={sentence} className="briefing-three__item q-body">
            {sentence}
          </View>
        ))}
      </View>
    </View>
  );
}

/** Who gets it, how much, until when. */
export function Terms({ briefing: { whoText, amountText, untilOn } }: { briefing: BriefingReading }) {
  const now = serverNow();
  const isSoon = untilOn !== undefined && daysUntil(untilOn, now) >= 0 && daysUntil(untilOn, now) <= 7;
  return (
    <Card>
      <View className="q-pair">
        <View className="q-pair__label">给谁</View>
        <View className="q-pair__value">{whoText}</View>
      </View>
      <View className="q-pair">
        <View className="q-pair__label">给多少</View>
        <View className="q-pair__value">{amountText}</View>
      </View>
      {untilOn && (
        <View className="q-pair">
          <View className="q-pair__label">到哪天</View>
          <View className="q-pair__value">
            <View className={`briefing-inline q-bold ${isSoon ? 'q-warn' : ''}`}>
              最早 {formatDay(untilOn, now)}
            </View>
            ，{formatDaysLeft(untilOn, now)}
          </View>
        </View>
      )}
    </Card>
  );
}
