import { joinEnterprise } from '../modules/accounts/memberships.service';
import { createPerson } from '../modules/accounts/people.service';
import { recordPrivacyConsent } from '../modules/accounts/privacy-consents.service';
import { createEnterprise } from '../modules/enterprises/enterprises.service';
import { storeFile } from '../modules/files/files.service';
import { demoCreditCode } from './enterprises';
import licence from './licence.json';
import { phoneNumber } from './random';
import { personAt, systemAt, type World } from './world';

const hourMs = 3_600_000;

/** Firms of the county of the tour that nobody acts for yet, and who asks to. */
const requests = [
  {
    enterprise: {
      name: '中牟县青禾冷链物流有限公司',
      creditCode: demoCreditCode('410122', 7),
      industryCode: '5930',
      address: '中牟县官渡工业园仓储路 6 号',
    },
    person: { name: '何建国', title: '综合部经理' },
    hasLicence: true,
    hoursAgo: 5,
  },
  {
    enterprise: {
      name: '中牟县大孟镇康源食品有限公司',
      creditCode: demoCreditCode('410122', 8),
      industryCode: '1439',
      address: '中牟县大孟镇工业集聚区 12 号',
    },
    person: { name: '韩素贞', title: '财务主管' },
    hasLicence: false,
    hoursAgo: 2,
  },
];

/** Two requests that wait for the desk of the tour's county: one with a picture of the licence, one without. */
export async function loadRequests(world: World): Promise<void> {
  for (const [index, { enterprise, person, hasLicence, hoursAgo }] of requests.entries()) {
    const ctx = systemAt(world, new Date(world.now.getTime() - hoursAgo * hourMs));
    await createEnterprise(ctx, {
      ...enterprise,
      regionCode: '410122',
      foundedOn: '2019-05-16',
    });
    const { id } = await createPerson(ctx, {
      openid: `demo-applicant-${index}`,
      ...person,
      phone: phoneNumber(700 + index),
    });
    await recordPrivacyConsent(ctx, id);
    const asker = await personAt(world, id, ctx.now);
    const file = hasLicence
      ? await storeFile(asker, { name: '营业执照.png', bytes: Buffer.from(licence.png, 'base64') })
      : undefined;
    await joinEnterprise(asker, {
      creditCode: enterprise.creditCode,
      ...(file ? { licenceFileId: file.id } : {}),
    });
  }
}
