import { createEnterprise, type EnterpriseInput } from '../../server/modules/enterprises/enterprises.service';
import { findDesk } from '../../server/modules/organizations/organizations.service';
import { AppError } from '../../server/errors';
import { contextOf } from './context';
import { anOrganization } from './organizations';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
let enterprises = 0;

/** A credit code whose check character is right; the body identifier belongs to nobody. */
export function aCreditCode(serial: number, regionCode = '410122'): string {
  const front = `91${regionCode}TEST${String(serial).padStart(5, '0')}`.replace('S', '5');
  const sum = [...front].reduce((total, char, at) => total + alphabet.indexOf(char) * (3 ** at % 31), 0);
  return `${front}${alphabet[(31 - (sum % 31)) % 31]}`;
}

export interface TestEnterprise {
  id: string;
  name: string;
  creditCode: string;
  regionCode: string;
  deskOrganizationId: string;
}

/** An enterprise in 中牟县 that makes machinery, registered with the region's desk; without one, the desk is made too. */
export async function anEnterprise(
  input: Partial<EnterpriseInput> & { now?: Date } = {},
): Promise<TestEnterprise> {
  enterprises += 1;
  const { now, ...given } = input;
  const regionCode = given.regionCode ?? '410122';
  const deskOrganizationId = given.deskOrganizationId ?? (await deskOf(regionCode));
  const facts: EnterpriseInput = {
    name: `测试机械${enterprises}有限公司`,
    creditCode: aCreditCode(enterprises, regionCode),
    industryCode: '3599',
    ...given,
    regionCode,
    deskOrganizationId,
  };
  const { id } = await createEnterprise(contextOf(undefined, now ? { now } : {}), facts);
  return { id, name: facts.name, creditCode: facts.creditCode, regionCode, deskOrganizationId };
}

async function deskOf(regionCode: string): Promise<string> {
  try {
    return (await findDesk(regionCode)).id;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND')
      return (await anOrganization({ regionCode })).id;
    throw error;
  }
}
