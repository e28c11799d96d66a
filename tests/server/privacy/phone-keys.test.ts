import { randomBytes } from 'node:crypto';
import type { Environment } from '../../../server/context';
import type { KeyRing } from '../../../server/config';
import { PersonModel } from '../../../server/modules/accounts/people.model';
import { getPerson } from '../../../server/modules/accounts/people.service';
import { phoneIndexes } from '../../../server/modules/accounts/phone';
import { TicketModel } from '../../../server/modules/events/registrations.model';
import { registerAttendees } from '../../../server/modules/events/registrations.service';
import { IssueModel } from '../../../server/modules/issues/issues.model';
import { renewPhoneKeys } from '../../../server/modules/privacy/phone-keys.service';
import { aPerson } from '../../support/accounts';
import { anEnvironment, contextOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOpenEvent } from '../../support/events';
import { anIssue, aScene } from '../../support/issues';

useDatabase();

const added = (ring: KeyRing): KeyRing => [{ id: 'k2', key: randomBytes(32).toString('base64') }, ...ring];
const withKeys = (environment: Environment, change: (ring: KeyRing) => KeyRing): Environment => {
  const { config } = environment;
  const { phoneEncryptionKeys, phoneIndexKeys } = config.keys;
  const rings = { phoneEncryptionKeys: change(phoneEncryptionKeys), phoneIndexKeys: change(phoneIndexKeys) };
  return { ...environment, config: { ...config, keys: { ...config.keys, ...rings } } };
};

/** Ids of people whose look-up value stands under a key of the environment. */
async function foundUnder({ config }: Environment, number: string): Promise<string[]> {
  const phoneIndex = { $in: phoneIndexes(config.keys.phoneIndexKeys, number) };
  return (await PersonModel.find({ phoneIndex })).map(({ id }) => String(id));
}

describe('a new phone key', () => {
  it('comes to stand over every stored number, after which the old one is needed no more', async () => {
    const scene = await aScene();
    const number = '13812340001';
    const person = await aPerson({ phone: number });
    const issue = await anIssue(scene, 'submitted', { contactPhone: '13812340003' });
    const event = await anOpenEvent(await officerIn(scene.county, 'event-manager'));
    await registerAttendees(scene.member, event.id, {
      nonce: 'renewal-of-keys',
      attendees: [{ name: '王海燕', phone: '13812340002' }],
    });
    const rotated = withKeys(anEnvironment(), added);
    const ctx = contextOf(undefined, { environment: rotated });
    expect(await foundUnder(rotated, number)).toEqual([person.id]);

    expect(await renewPhoneKeys(ctx)).toBeGreaterThanOrEqual(3);
    expect(await renewPhoneKeys(ctx)).toBe(0);

    const newest = contextOf(undefined, { environment: withKeys(rotated, ([first]) => [first]) });
    expect((await getPerson(newest, person.id)).maskedPhone).toBe('138****0001');
    expect(await foundUnder(newest.environment, number)).toEqual([person.id]);
    const stored = [
      ...(await PersonModel.find({ phoneCipher: { $exists: true } }).lean()).map((each) => each.phoneCipher),
      (await IssueModel.findById(issue.id).lean())?.contactPhone,
      ...(await TicketModel.find({ phone: { $exists: true } }).lean()).map((each) => each.phone),
    ].filter((text) => text !== undefined);
    expect(stored.length).toBeGreaterThanOrEqual(4);
    for (const text of stored) expect(text).toMatch(/^v2\.k2\./);
  });
});
