import { View } from '@tarojs/components';
import type { Briefing, Enterprise } from '@contract';
import { Button, Buttons } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { Icon, type IconName } from '@/components/icon';
import { Rows } from '@/components/list-row';
import { Person } from '@/components/person';
import { Tag } from '@/components/tag';
import { Tap } from '@/components/tap';
import { formatDay, formatDaysLeft } from '@/format/dates';
import { minutesToRead } from '@/format/reading-time';
import { callPhone } from '@/platform/phone';

export interface QuickAction {
  text: string;
  icon: IconName;
  onTap: () => void;
}

/** The four things people come for. */
export function QuickActions({ actions }: { actions: readonly QuickAction[] }) {
  return (
    <Card flush>
      <View className="home-quick">
        {actions.map(({ text, icon, onTap }) => (
          <Tap key={text} className="home-quick__item" role="link" onTap={onTap}>
            <Icon name={icon} size={28} />
            <View>{text}</View>
          </Tap>
        ))}
      </View>
    </Card>
  );
}

interface OfficerCardProps {
  officer: NonNullable<Enterprise['serviceOfficer']>;
  onMessage: () => void;
}

/** The one officer who looks after this enterprise, and the ways to reach them. */
export function OfficerCard({ officer, onMessage }: OfficerCardProps) {
  const { name, organizationName, phone } = officer;
  return (
    <Card>
      <Person name={name} tag={<Tag tone="accent">首席服务员</Tag>} role={organizationName} />
      <View className="home-officer">
        <Buttons>
          {phone && (
            <Button kind="soft" size="small" icon="phone" onTap={() => callPhone(phone)}>
              打电话
            </Button>
          )}
          <Button kind="soft" size="small" icon="chat" onTap={onMessage}>
            留言
          </Button>
        </Buttons>
      </View>
    </Card>
  );
}

/** This week’s briefing in three lines. */
export function BriefingCard({
  briefing,
  now,
  onOpen,
}: {
  briefing: Briefing;
  now: Date;
  onOpen: () => void;
}) {
  const { number, title, sentences, amountText, untilOn } = briefing;
  const minutes = minutesToRead([title, ...sentences, briefing.whoText, amountText]);
  const lines: { tag: string; text: string; strong?: boolean }[] = [
    { tag: '政策', text: title, strong: true },
    { tag: '金额', text: amountText },
    ...(untilOn
      ? [{ tag: '截止', text: `最早 ${formatDay(untilOn, now)}，${formatDaysLeft(untilOn, now)}` }]
      : []),
  ];
  return (
    <Card label={`本周简报，第 ${number} 期，${title}`} onTap={onOpen}>
      <Heading title="本周简报">{`第 ${number} 期，${minutes} 分钟读完`}</Heading>
      <Rows>
        {lines.map(({ tag, text, strong }) => (
          <View key={tag} className="home-brief">
            <Tag>{tag}</Tag>
            <View className={`q-body home-brief__text ${strong ? 'q-bold q-ink1' : ''}`}>{text}</View>
          </View>
        ))}
      </Rows>
    </Card>
  );
}
