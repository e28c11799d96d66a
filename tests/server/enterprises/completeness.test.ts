import { getMine, patchMine } from '../../../server/modules/enterprises/enterprises.service';
import { memberOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { aProvince } from '../../support/organizations';
import { aClause, aPolicyWith } from '../../support/policies';

useDatabase();

describe('the completeness of a profile', () => {
  beforeAll(async () => {
    const { provinceEditor } = (await aProvince()).officers;
    const hasResearch = aClause('rdExpenseFen', 'gte', 1_000_000);
    await aPolicyWith(provinceEditor, hasResearch);
    await aPolicyWith(provinceEditor, { all: [hasResearch, aClause('patents', 'gte', 5)] });
    await aPolicyWith(provinceEditor, aClause('dishonest', 'eq', false));
    await aPolicyWith(provinceEditor, aClause('employees', 'gte', 10));
  });

  it('names the fields that published policies wait for, the most useful first', async () => {
    const member = await memberOf(await anEnterprise({ facts: { employees: 86, laborDispatch: false } }));
    expect((await getMine(member)).completeness).toEqual({
      percent: 50,
      missing: [
        { attribute: 'rdExpenseFen', label: '研发费用', unlocks: 2 },
        { attribute: 'patents', label: '有效发明专利', unlocks: 1 },
      ],
    });
  });

  it('grows with every field filled in, and is whole when none is left that the firm could fill in', async () => {
    const member = await memberOf(await anEnterprise({ facts: { employees: 86, laborDispatch: false } }));
    const facts = [{ attribute: 'rdExpenseFen', value: 50_000_000 }];
    expect((await patchMine(member, { facts })).completeness).toEqual({
      percent: 75,
      missing: [{ attribute: 'patents', label: '有效发明专利', unlocks: 1 }],
    });
    const rest = await patchMine(member, { facts: [{ attribute: 'patents', value: 6 }] });
    expect(rest.completeness).toEqual({ percent: 100, missing: [] });
  });
});
