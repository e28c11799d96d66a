import { Type, type Static } from 'typebox';
import { messageTopics, phoneTaskStatuses } from './enums';
import { Enum, Id, IdParams, Instant, Ok, Page, PageQuery, Text } from './common';

export const Message = Type.Object({
  id: Id,
  topic: Enum(messageTopics),
  title: Type.String(),
  text: Type.String(),
  page: Type.Optional(Type.String({ description: 'Path in the mini-program, with its query' })),
  needsAction: Type.Boolean({ description: 'True while the reader has something to do' }),
  sentAt: Instant,
  readAt: Type.Optional(Instant),
});
export type Message = Static<typeof Message>;

const TimeOfDay = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  description: 'Time of day in Asia/Shanghai, HH:MM',
});

export const TopicWishes = Type.Object({
  topic: Enum(messageTopics),
  subscription: Type.Optional(
    Type.Boolean({ description: 'As a WeChat subscription message; absent where the topic has none' }),
  ),
  sms: Type.Optional(
    Type.Boolean({ description: 'As a text message when WeChat does not deliver; absent where never sent' }),
  ),
});
export type TopicWishes = Static<typeof TopicWishes>;

export const MessageSettings = Type.Object({
  topics: Type.Array(TopicWishes, { maxItems: messageTopics.length }),
  quietHours: Type.Object({
    isOn: Type.Boolean(),
    from: TimeOfDay,
    to: TimeOfDay,
  }),
});
export type MessageSettings = Static<typeof MessageSettings>;

const Part = Type.Optional(Type.String({ maxLength: 200 }));
const WeChatSignature = Type.Object({
  signature: Part,
  timestamp: Part,
  nonce: Part,
  echostr: Part,
  msg_signature: Part,
});

export const PhoneTask = Type.Object({
  id: Id,
  enterprise: Type.Object({ id: Id, name: Type.String() }),
  people: Type.Array(
    Type.Object({ id: Id, name: Type.String(), maskedPhone: Type.Optional(Type.String()) }),
    { description: 'Who was to be told' },
  ),
  topic: Enum(messageTopics),
  title: Type.String(),
  text: Type.String(),
  assigneeName: Type.Optional(Type.String({ description: 'Who is to call' })),
  status: Enum(phoneTaskStatuses),
  calls: Type.Array(
    Type.Object({
      at: Instant,
      byName: Type.String(),
      isReached: Type.Boolean(),
      note: Type.Optional(Type.String()),
    }),
  ),
  openedAt: Instant,
  settledAt: Type.Optional(Instant),
});
export type PhoneTask = Static<typeof PhoneTask>;

export const messageRoutes = {
  'GET /messages': {
    summary: 'My inbox, newest first',
    querystring: Type.Object({
      ...PageQuery,
      topic: Type.Optional(Enum(messageTopics)),
      needsAction: Type.Optional(
        Type.Boolean({ description: 'Only what waits for me, or only what does not' }),
      ),
    }),
    response: { 200: Page(Message) },
  },
  'GET /messages/unread': {
    summary: 'How many messages I have not read',
    response: { 200: Type.Object({ unread: Type.Integer(), needsAction: Type.Integer() }) },
  },
  'GET /messages/settings': {
    summary: 'What I want to be told, on which channel, and my quiet hours',
    response: { 200: MessageSettings },
  },
  'PUT /messages/settings': {
    summary: 'Choose what I want to be told; what waits to be sent follows at once',
    body: MessageSettings,
    response: { 200: MessageSettings },
  },
  'GET /wechat-events': {
    summary: 'WeChat proves that this address is the account’s: answered with its own text',
    querystring: WeChatSignature,
    response: { 200: Type.String() },
  },
  'POST /wechat-events': {
    summary: 'WeChat tells what people allowed and refused, and what became of messages',
    querystring: WeChatSignature,
    body: Type.Unknown({ description: 'JSON, plain or as {Encrypt}' }),
    response: { 200: Type.String() },
  },
  'GET /phone-tasks': {
    summary: 'Enterprises that critical messages did not reach, newest first',
    querystring: Type.Object({ ...PageQuery, status: Type.Optional(Enum(phoneTaskStatuses)) }),
    response: { 200: Page(PhoneTask) },
  },
  'POST /phone-tasks/:id/calls': {
    summary: 'Record a call to the enterprise',
    params: IdParams,
    body: Type.Object({
      isReached: Type.Boolean({ description: 'Somebody was spoken to and knows now' }),
      isLast: Type.Optional(Type.Boolean({ description: 'Nobody answered, and nobody will call again' })),
      note: Type.Optional(Text(200)),
    }),
    response: { 200: PhoneTask },
  },
  'POST /phone-tasks/:id/numbers': {
    summary: 'Whole phone numbers of who is to be called; the reading is audited',
    params: IdParams,
    response: {
      200: Type.Object({
        people: Type.Array(Type.Object({ id: Id, name: Type.String(), phone: Type.Optional(Type.String()) })),
      }),
    },
  },
  'POST /messages/:id/reading': { summary: 'Mark a message read', params: IdParams, response: { 200: Ok } },
} as const;
