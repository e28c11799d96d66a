import { Type, type Static } from 'typebox';
import { messageTopics } from './enums';
import { Enum, Id, IdParams, Instant, Ok, Page, PageQuery } from './common';

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

export const messageRoutes = {
  'GET /messages': {
    summary: 'My inbox, newest first',
    querystring: Type.Object({ ...PageQuery, topic: Type.Optional(Enum(messageTopics)) }),
    response: { 200: Page(Message) },
  },
  'GET /messages/unread': {
    summary: 'How many messages I have not read',
    response: { 200: Type.Object({ unread: Type.Integer(), needsAction: Type.Integer() }) },
  },
  'POST /messages/:id/reading': { summary: 'Mark a message read', params: IdParams, response: { 200: Ok } },
} as const;
