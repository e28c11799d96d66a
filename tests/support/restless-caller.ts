import { writeSync } from 'node:fs';
import mongoose from 'mongoose';
import { actorOf } from '../../server/modules/accounts/sessions.service';
import { cancelRegistration, registerAttendees } from '../../server/modules/events/registrations.service';
import { AppError } from '../../server/errors';
import { contextOf } from './context';

/**
 * A process of its own that signs people up for an event and cancels again without end, until it is killed. Says on
 * its standard output what it is about to do (`try`) and what was done (`done`), so that its killer knows.
 */
async function main([uri = '', dbName = '', eventId = '', personId = '']: string[]): Promise<void> {
  await mongoose.connect(uri, { dbName, autoIndex: false, autoCreate: false });
  const actor = await actorOf(personId, '0'.repeat(24));
  if (!actor) throw new Error('nobody to act for');
  const ctx = contextOf(actor);
  const say = (...words: string[]) => writeSync(1, `${words.join(' ')}\n`);
  for (let n = 0; ; n++) {
    const nonce = `${process.pid}-${n}-restless`;
    say('try', nonce);
    try {
      const registration = await registerAttendees(ctx, eventId, { attendees: [{ name: nonce }], nonce });
      say('done', nonce, registration.id);
      if (n % 3 === 0) await cancelRegistration(ctx, registration.id);
    } catch (error) {
      if (!(
        error instanceof AppError && ['EVENT_FULL', 'VALIDATION_FAILED', 'CONFLICT'].includes(error.code)
      ))
        throw error;
    }
  }
}

void main(process.argv.slice(2));
