import { appointFirstOfficer } from '../../../server/modules/accounts/first-officer.service';
import { findOfficers } from '../../../server/modules/accounts/offices.service';
import { aPerson } from '../../support/accounts';
import { contextOf } from '../../support/context';
import { useDatabase } from '../../support/database';

useDatabase();

const office = { organization: '河南省企业服务办公室', regionCode: '410000' };

describe('the first officer of an installation', () => {
  it('is the person who left the phone number, in an office made once', async () => {
    const { id } = await aPerson({ name: '李国栋', phone: '19900007001' });
    const first = await appointFirstOfficer(contextOf(), { phone: '19900007001', ...office });
    const again = await appointFirstOfficer(contextOf(), { phone: '19900007001', ...office });
    expect(again).toEqual(first);
    expect(await findOfficers(first.organizationId)).toMatchObject([
      { personId: id, name: '李国栋', roles: expect.arrayContaining(['org-admin', 'desk']), isHead: true },
    ]);
  });

  it('is nobody where the number is unknown, doubtful, or the region does not exist', async () => {
    await aPerson({ phone: '19900007002' });
    await aPerson({ phone: '19900007002' });
    const refusals: [string, string, string][] = [
      ['19900009999', '410000', 'NOT_FOUND'],
      ['19900007002', '410000', 'CONFLICT'],
      ['19900007001', '999999', 'VALIDATION_FAILED'],
    ];
    for (const [phone, regionCode, code] of refusals)
      await expect(
        appointFirstOfficer(contextOf(), { phone, organization: office.organization, regionCode }),
      ).rejects.toMatchObject({ code });
  });
});
