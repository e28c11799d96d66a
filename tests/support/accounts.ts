import { createPerson } from '../../server/modules/accounts/people.service';
import { recordPrivacyConsent } from '../../server/modules/accounts/privacy-consents.service';
import { contextOf } from './context';

let people = 0;

/** A person who has signed in with WeChat at least once and agreed to the privacy text, unless they are to be unasked. */
export async function aPerson(
  options: { name?: string; title?: string; phone?: string; openid?: string; isUnasked?: boolean } = {},
): Promise<{ id: string; name: string; openid: string }> {
  people += 1;
  const name = options.name ?? `测试人${people}`;
  const openid = options.openid ?? `openid-${process.pid}-${people}`;
  const { id } = await createPerson(contextOf(), {
    openid,
    name,
    ...(options.title ? { title: options.title } : {}),
    ...(options.phone ? { phone: options.phone } : {}),
  });
  if (!options.isUnasked) await recordPrivacyConsent(contextOf(), id);
  return { id, name, openid };
}
