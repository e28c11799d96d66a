import { View } from '@tarojs/components';

import type { Issue } from '@contract/issues';

import { Attachments } from '../attachments';
import { Card, Heading } from '../card';
import { Tag } from '../tag';
import { Timeline, type TimelineItem } from '../timeline';
import { entryTimes, nextStepOf, wordsOf, type Reader } from './words';

import './index.scss';

interface IssueLedgerProps {
  issue: Issue;
  reader: Reader;
  now: Date;
}

/** What happened to an issue in words, the newest first, with the next step above it. */
export function IssueLedger({ issue, reader, now }: IssueLedgerProps) {
  const newestFirst = [...issue.entries].reverse();
  const times = entryTimes(newestFirst, now);
  const next = nextStepOf(issue, reader, now);
  const items: TimelineItem[] = newestFirst.map((entry, index) => {
    const { title, text } = wordsOf(entry, reader);
    // The files of the submission stand with its text, those of an answer with the answer.
    const files = entry.kind === 'noted' ? entry.files : [];
    return {
      key: String(entry.sequence),
      title: entry.isPublic ? (
        title
      ) : (
        <View className="q-ledger__internal">
          {title}
          <Tag>企业看不到</Tag>
        </View>
      ),
      time: times[index],
      text,
      state: index === 0 ? 'now' : 'past',
      extra: files.length > 0 ? <Attachments files={files} /> : undefined,
    };
  });
  if (next)
    items.unshift({
      key: 'next',
      state: 'next',
      title: `下一步：${next.title}`,
      text: next.time || undefined,
    });
  return (
    <Card>
      <Heading title="办理经过">最新的在上面</Heading>
      <View className="q-ledger">
        <Timeline items={items} />
      </View>
    </Card>
  );
}
