import type { MessageTemplate } from '../../server/contract/enums';
import { grantConsent } from '../../server/modules/accounts/consents.service';
import { DeliveryModel, type StoredDelivery } from '../../server/modules/messages/messages.model';
import type { Notice } from '../../server/modules/messages/messages.service';
import type { Subscription } from '../../server/modules/messages/templates';
import { aPerson } from './accounts';

let notices = 0;

type Progress = Extract<Subscription, { template: 'issue-progress' }>;

/** Progress of an issue as a subscription message, with fields changed. */
export function aProgress(fields: Partial<Progress['fields']> = {}): Progress {
  return { template: 'issue-progress', fields: { ...usualFields, ...fields } };
}

const usualFields: Progress['fields'] = {
  number: '2026-0001',
  title: '停产检修期间基本电费',
  status: '已受理',
  time: '2026-03-11T02:00:00Z',
};

/** Progress of an issue as a subscription message. */
export const issueProgress = aProgress();

/** A notice about an event of its own to the named people; without subscription unless one is given. */
export function aNotice(personIds: string[], changes: Partial<Notice> = {}): Notice {
  notices += 1;
  return {
    key: `test:${notices}`,
    personIds,
    topic: 'issue',
    title: '诉求已受理',
    text: '企业服务办公室已受理，5 个工作日内答复。',
    page: 'features/issues/detail/index?id=1',
    ...changes,
  };
}

/** A person who accepts so many messages of the template. */
export async function aSubscriber(
  options: { template?: MessageTemplate; consents?: number; openid?: string } = {},
): Promise<{ id: string; openid: string }> {
  const person = await aPerson(options.openid ? { openid: options.openid } : {});
  for (let consent = 0; consent < (options.consents ?? 1); consent += 1)
    await grantConsent(person.id, options.template ?? 'issue-progress');
  return person;
}

/** The delivery of a notice to a person as it is stored. */
export async function deliveryOf(key: string, personId: string): Promise<StoredDelivery> {
  const delivery = await DeliveryModel.findOne({ key, personId }).lean();
  if (!delivery) throw new Error(`no delivery ${key}`);
  return delivery;
}
