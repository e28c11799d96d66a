import type { Channel, MessageTopic } from '@contract/enums';

/** Ways outside the product on which a topic is ever told: a text message is for what is critical. */
const table: Record<MessageTopic, readonly Channel[]> = {
  briefing: ['subscription'],
  issue: ['subscription', 'sms'],
  event: ['subscription', 'sms'],
  matchmaking: [],
  account: [],
};

/** The channels of a topic, in the order of the ladder. */
export function channelsOf(topic: MessageTopic): readonly Channel[] {
  return table[topic];
}
