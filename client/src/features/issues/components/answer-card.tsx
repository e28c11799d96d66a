import { View } from '@tarojs/components';
import type { Issue } from '@contract';
import { Attachments } from '@/components/attachments';
import { Card } from '@/components/card';
import { formatPast } from '@/format/dates';
import { answerHeading } from '../progress';
import './answer-card.scss';

/** What the body answered, with its pictures and files. */
export function AnswerCard({ answer, now }: { answer: NonNullable<Issue['answer']>; now: Date }) {
  return (
    <Card>
      <View className="q-between q-meta">
        <View>{answerHeading(answer)}</View>
        <View>{formatPast(answer.at, now)}</View>
      </View>
      <View className="issue-text q-ink1">{answer.text}</View>
      {answer.files.length > 0 && <Attachments files={answer.files} />}
    </Card>
  );
}
