import type { FastifyBaseLogger } from 'fastify';
import type { Actor, Context, Environment } from '../context';
import { actorOf } from '../modules/accounts/sessions.service';
import { AppError } from '../errors';
import type { Random } from './random';

/** What the parts of the demonstration share while they load: who and what stands already, by key. */
export interface World {
  environment: Environment;
  log: FastifyBaseLogger;
  random: Random;
  /** The instant of loading; everything lies before or after it. */
  now: Date;
  /** Bodies by key: `office:410122`, `labour:410122`. */
  bodies: Map<string, string>;
  /** People by key. */
  people: Map<string, string>;
  /** Enterprises by key, with the person who acts for each. */
  enterprises: Map<
    string,
    { id: string; name: string; regionCode: string; industryCode: string; personId?: string }
  >;
}

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** The value of a key that the demonstration itself wrote. */
export function need<T>(map: Map<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the demonstration has no ${key}`);
  return value;
}

/** A context of the product itself at an instant. */
export function systemAt({ environment, log, now }: World, at: Date = now): Context {
  return contextOf({ environment, log }, { kind: 'system', name: 'demonstration' }, at);
}

/** A context in which a person acts at an instant. */
export async function personAt({ environment, log }: World, personId: string, at: Date): Promise<Context> {
  const actor = await actorOf(personId, 'demonstration');
  if (!actor) throw new AppError('NOT_FOUND');
  return contextOf({ environment, log }, actor, at);
}

function contextOf(
  { environment, log }: Pick<World, 'environment' | 'log'>,
  actor: Actor,
  now: Date,
): Context {
  return { actor, now, log, requestId: 'demonstration', environment };
}

/** Does the work for all items, some at a time, so that the database can group their commits. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
  width = 24,
): Promise<void> {
  let next = 0;
  const lanes = Array.from({ length: Math.min(width, items.length) }, async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index] as T, index);
    }
  });
  await Promise.all(lanes);
}
