import { inviteFirstOfficer } from '../../../server/modules/accounts/first-officer.service';
import { acceptInvitation } from '../../../server/modules/accounts/invitations.service';
import { findOfficers } from '../../../server/modules/accounts/offices.service';
import { aVisitor, contextOf, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';

useDatabase();

const office = { organization: '河南省企业服务办公室', regionCode: '410000' };

describe('the first officer of an installation', () => {
  it('takes up an office made once by the code that the command line prints', async () => {
    const first = await inviteFirstOfficer(contextOf(), { name: '李国栋', ...office });
    const again = await inviteFirstOfficer(contextOf(), { name: '李国栋', ...office });
    expect(again.organizationId).toBe(first.organizationId);
    expect(again.code).not.toBe(first.code);
    const visitor = await aVisitor({ name: '微信用户' });
    const me = await acceptInvitation(visitor, { code: first.code });
    expect(me).toMatchObject({ name: '李国栋', offices: [{ organization: { id: first.organizationId } }] });
    expect(await findOfficers(first.organizationId)).toMatchObject([
      {
        personId: personOf(visitor).personId,
        roles: expect.arrayContaining(['org-admin', 'desk']),
        isHead: true,
      },
    ]);
  });

  it('is nobody where the region does not exist', async () => {
    await expect(
      inviteFirstOfficer(contextOf(), { name: '李国栋', ...office, regionCode: '999999' }),
    ).rejects.toMatchObject({ code: 'VALIDATION_FAILED', details: [{ path: 'region' }] });
  });
});
