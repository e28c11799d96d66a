import type { Context } from '../../context';
import { renewPersonPhones } from '../accounts/people.service';
import { renewAttendeePhones } from '../events/attendee-phones.service';
import { renewContactPhones } from '../issues/contact-phones.service';
import { renewOrganizationPhones } from '../organizations/bodies.service';

/** Most numbers of one kind that one run encrypts anew. */
const batch = 200;

/**
 * Encrypts and indexes phone numbers anew that stand under an older key, a batch of each kind at a time: once a run
 * answers 0, the older keys are needed no more.
 */
export async function renewPhoneKeys(ctx: Context): Promise<number> {
  const renewed =
    (await renewPersonPhones(ctx, batch)) +
    (await renewContactPhones(ctx, batch)) +
    (await renewAttendeePhones(ctx, batch)) +
    (await renewOrganizationPhones(ctx, batch));
  if (renewed > 0) ctx.log.info({ renewed }, 'phone numbers encrypted under the current key');
  return renewed;
}
