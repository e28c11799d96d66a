import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { listEnterprises } from '../../../server/modules/enterprises/enterprises.service';
import { fillSizes } from '../../../server/modules/enterprises/sizes.service';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { aProvince } from '../../support/organizations';

useDatabase();

describe('the size of enterprises that were written before sizes were stored', () => {
  it('is filled in from their figures, more than one batch of them; lists then find them by it', async () => {
    const tree = await aProvince();
    const deskOrganizationId = tree.county.id;
    const known = await anEnterprise({ deskOrganizationId });
    const sized = await EnterpriseModel.findById(known.id).lean();
    const facts = {
      employees: { value: 500, source: 'verified', asOf: '2026-03-01' },
      revenueFen: { value: 30_000_000_000, source: 'verified', asOf: '2026-03-01' },
    };
    const old = Array.from({ length: 501 }, (_, at) => ({
      ...sized,
      _id: undefined,
      creditCode: `OLD${at}`,
      industryCode: '3921',
      facts: at === 0 ? {} : facts,
      changeNumber: 1_000_000 + at,
    })).map(({ _id: _gone, size: _unsaid, ...doc }) => doc);
    await EnterpriseModel.collection.insertMany(old as never[]);

    expect(await fillSizes()).toBe(501);
    expect(await EnterpriseModel.countDocuments({ size: { $exists: false } })).toBe(0);
    expect(await EnterpriseModel.findOne({ creditCode: 'OLD0' }).lean()).toMatchObject({ size: 'unknown' });
    expect(await EnterpriseModel.findOne({ creditCode: 'OLD1' }).lean()).toMatchObject({ size: 'medium' });
    expect(await listEnterprises(tree.officers.countyDesk, { size: 'medium' })).toMatchObject({ total: 500 });
    expect((await EnterpriseModel.findById(known.id).lean())?.size).toBe(sized?.size);
    expect(await fillSizes()).toBe(0);
  });
});
