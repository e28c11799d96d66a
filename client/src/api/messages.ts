import type { Body, Query, Reply } from '@contract';
import { request } from './request';

/** My inbox, newest first. */
export function listMessages(query: Query<'GET /messages'> = {}): Promise<Reply<'GET /messages'>> {
  return request('GET /messages', { query });
}

/** How many messages I have not read, and how many wait for me. */
export function countUnread(): Promise<Reply<'GET /messages/unread'>> {
  return request('GET /messages/unread');
}

/** Marks a message read. */
export function markRead(id: string): Promise<Reply<'POST /messages/:id/reading'>> {
  return request('POST /messages/:id/reading', { params: { id } });
}

/** What I want to be told, on which channel, and my quiet hours. */
export function getSettings(): Promise<Reply<'GET /messages/settings'>> {
  return request('GET /messages/settings');
}

/** Chooses what I want to be told. */
export function putSettings(body: Body<'PUT /messages/settings'>): Promise<Reply<'PUT /messages/settings'>> {
  return request('PUT /messages/settings', { body });
}
