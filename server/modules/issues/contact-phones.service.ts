import type { Context } from '../../context';
import { openPhone, sealPhone } from '../accounts/people.service';
import { staleCiphers } from '../accounts/phone';
import { IssueModel } from './issues.model';

/** Puts up to `limit` contacts' phone numbers that stand under an older key under the current one; answers how many. */
export async function renewContactPhones(ctx: Context, limit: number): Promise<number> {
  const { phoneEncryptionKeys } = ctx.environment.config.keys;
  const stale = await IssueModel.find(staleCiphers(phoneEncryptionKeys, 'contactPhone'), { contactPhone: 1 })
    .limit(limit)
    .lean();
  let renewed = 0;
  for (const { _id, contactPhone } of stale) {
    if (!contactPhone) continue;
    const written = await IssueModel.updateOne(
      { _id, contactPhone },
      { $set: { contactPhone: sealPhone(ctx, openPhone(ctx, contactPhone)) } },
    );
    renewed += written.modifiedCount;
  }
  return renewed;
}
