import { viewContact } from '../modules/issues/contact.service';
import { listIssues } from '../modules/issues/issues.service';
import { dayMs, need, personAt, type World } from './world';

/** Officers who called the contact of the tour's firm: when, and why. */
const calls = [
  { key: 'li-yaqin', daysAgo: 6, reason: '受理诉求，核对联系人' },
  { key: 'zhou-zhiqiang', daysAgo: 2, reason: '打给您约现场' },
];

/** Readings of a phone number, so that its owner finds them under 隐私. */
export async function loadReadings(world: World): Promise<void> {
  const { id } = need(world.enterprises, 'precision');
  for (const { key, daysAgo, reason } of calls) {
    const ctx = await personAt(
      world,
      need(world.people, key),
      new Date(world.now.getTime() - daysAgo * dayMs),
    );
    const { items } = await listIssues(ctx, { as: 'officer', limit: 100 });
    const ofFirm = items.filter(({ enterprise }) => enterprise.id === id);
    const own = ofFirm.find(({ accountable }) => accountable.personId === need(world.people, key));
    // Her desk accepted all of them, whoever has them by now.
    const handled = own ?? ofFirm[0];
    if (handled) await viewContact(ctx, handled.id, { reason });
  }
}
