import { Types } from 'mongoose';
import { ConsentModel } from '../../../server/modules/accounts/consents.model';
import {
  clearConsents,
  consentsLeft,
  grantConsent,
  listConsents,
  recordConsents,
  refundConsent,
  spendConsent,
} from '../../../server/modules/accounts/consents.service';
import { aVisitor, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';

useDatabase();

const template = 'policy-briefing' as const;
const somebody = () => new Types.ObjectId().toString();
const leftTo = async (personId: string) => (await consentsLeft([personId], template)).get(personId) ?? 0;

describe('a person’s consents', () => {
  it('grow by one with each “accept” and by none with any other answer', async () => {
    const visitor = await aVisitor();
    const answers = {
      'template-briefing': 'accept',
      'template-issue': 'reject',
      'template-event': 'ban',
    } as const;
    await recordConsents(visitor, answers);
    expect(await recordConsents(visitor, { 'template-briefing': 'accept' })).toEqual([
      { template: 'policy-briefing', left: 2 },
      { template: 'issue-progress', left: 0 },
      { template: 'event-reminder', left: 0 },
    ]);
    expect(await listConsents(visitor)).toEqual([
      { template: 'policy-briefing', templateId: 'template-briefing', left: 2 },
      { template: 'issue-progress', templateId: 'template-issue', left: 0 },
      { template: 'event-reminder', templateId: 'template-event', left: 0 },
    ]);
  });

  it('record nothing when one template is unknown', async () => {
    const visitor = await aVisitor();
    await expect(
      recordConsents(visitor, { 'template-briefing': 'accept', other: 'accept' }),
    ).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'body.answers.other', rule: '没有这个消息模板' }],
    });
    expect(await ConsentModel.countDocuments({ personId: personOf(visitor).personId })).toBe(0);
  });

  it('are never oversold: of 20 who spend at once exactly as many succeed as are left', async () => {
    const personId = somebody();
    for (let count = 0; count < 7; count += 1) await grantConsent(personId, template);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => spendConsent(personId, template)));
    expect(outcomes.filter(Boolean)).toHaveLength(7);
    expect(await ConsentModel.findOne({ personId }).lean()).toMatchObject({ granted: 7, spent: 7 });
    expect(await spendConsent(personId, template)).toBe(false);
  });

  it('are none lost when granted by several at once', async () => {
    const personId = somebody();
    await grantConsent(personId, template);
    await Promise.all(Array.from({ length: 12 }, () => grantConsent(personId, template)));
    expect(await leftTo(personId)).toBe(13);
  });

  it('cannot be spent by who never gave any, nor for another template', async () => {
    const personId = somebody();
    expect(await spendConsent(personId, template)).toBe(false);
    await grantConsent(personId, template);
    expect(await spendConsent(personId, 'issue-progress')).toBe(false);
  });

  it('come back when the message certainly wasn’t sent, and never more than were spent', async () => {
    const personId = somebody();
    await grantConsent(personId, template);
    await spendConsent(personId, template);
    await refundConsent(personId, template);
    await refundConsent(personId, template);
    expect(await leftTo(personId)).toBe(1);
  });

  it('are gone after WeChat says there are none', async () => {
    const personId = somebody();
    for (let count = 0; count < 3; count += 1) await grantConsent(personId, template);
    await clearConsents(personId, template);
    expect(await leftTo(personId)).toBe(0);
    await grantConsent(personId, template);
    expect(await leftTo(personId)).toBe(1);
    await clearConsents(somebody(), template);
  });

  it('are counted per person, those without any left out', async () => {
    const [one, none] = [somebody(), somebody()];
    await grantConsent(one, template);
    expect([...(await consentsLeft([one, none], template))]).toEqual([[one, 1]]);
  });
});
