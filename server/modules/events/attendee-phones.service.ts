import type { Context } from '../../context';
import { openPhone, sealPhone } from '../accounts/people.service';
import { staleCiphers } from '../accounts/phone';
import { TicketModel } from './registrations.model';

/** Puts up to `limit` attendees' phone numbers that stand under an older key under the current one; answers how many. */
export async function renewAttendeePhones(ctx: Context, limit: number): Promise<number> {
  const { phoneEncryptionKeys } = ctx.environment.config.keys;
  const stale = await TicketModel.find(staleCiphers(phoneEncryptionKeys, 'phone'), { phone: 1 })
    .limit(limit)
    .lean();
  let renewed = 0;
  for (const { _id, phone } of stale) {
    if (!phone) continue;
    const written = await TicketModel.updateOne(
      { _id, phone },
      { $set: { phone: sealPhone(ctx, openPhone(ctx, phone)) } },
    );
    renewed += written.modifiedCount;
  }
  return renewed;
}
