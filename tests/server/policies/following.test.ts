import { Types } from 'mongoose';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { readEnterpriseColumns } from '../../../server/modules/enterprises/columns.service';
import { PolicyModel, nextChangeNumber } from '../../../server/modules/policies/policies.model';
import { listPolicies } from '../../../server/modules/policies/policies.service';
import { previewAudience } from '../../../server/modules/policies/audiences.service';
import { contextOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { aProvince, type Province } from '../../support/organizations';
import { aClause, aPolicy } from '../../support/policies';

useDatabase();

let province: Province;
beforeAll(async () => {
  province = await aProvince();
});

const guest = contextOf({ kind: 'guest' });
const found = async (q: string) => (await listPolicies(guest, { q })).items.map(({ title }) => title);

/** Asks until the answer is right. */
async function until(isRight: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await isRight())) if (performance.now() - began > 20_000) throw new Error('never came right');
}

describe('what another process has written', () => {
  it('is found when it is new or changed, and not any more when it is withdrawn or gone', async () => {
    const editor = province.officers.provinceEditor;
    await aPolicy(editor, { title: '氢能示范应用奖补' });
    const known = await PolicyModel.findOne({ title: '氢能示范应用奖补' }).lean();
    expect(await found('氢能')).toEqual(['氢能示范应用奖补']);
    // Past the service, as another process's writes are: this one isn't told.
    const other = { ...known, _id: new Types.ObjectId(), title: '氢能加氢站补贴' };
    await PolicyModel.collection.insertOne({ ...other, changeNumber: await nextChangeNumber() } as never);
    await until(async () => (await found('加氢站')).length === 1);
    await PolicyModel.collection.updateOne(
      { _id: other._id },
      { $set: { title: '氢能船舶补贴', changeNumber: await nextChangeNumber() } },
    );
    await until(async () => (await found('船舶')).length === 1);
    expect(await found('加氢站')).toEqual([]);
    await PolicyModel.collection.updateOne(
      { _id: other._id },
      { $set: { status: 'draft', changeNumber: await nextChangeNumber() } },
    );
    await until(async () => (await found('船舶')).length === 0);
    await PolicyModel.collection.deleteOne({ _id: known?._id });
    await until(async () => (await found('氢能')).length === 0);
  });

  it('counts in audiences: new firms, changed figures, and firms that are gone', async () => {
    const editor = await officerIn(province.county, 'editor');
    const rule = aClause('patents', 'gte', 7, '七件以上发明专利');
    const counts = async () => (await previewAudience(editor, rule)).counts;
    const firm = await anEnterprise({ facts: { patents: 9 } });
    const before = await counts();
    expect(before).toMatchObject({ met: 1 });
    const doc = await EnterpriseModel.findById(firm.id).lean();
    const changeNumber = (doc?.changeNumber ?? 0) + 1000;
    const twin = { ...doc, _id: new Types.ObjectId(), creditCode: 'TWIN', changeNumber };
    await EnterpriseModel.collection.insertOne(twin as never);
    await until(async () => (await counts()).met === 2);
    await EnterpriseModel.collection.updateOne(
      { _id: twin._id },
      { $set: { 'facts.patents.value': 1, changeNumber: changeNumber + 1 } },
    );
    await until(async () => (await counts()).notMet === before.notMet + 1);
    await EnterpriseModel.collection.deleteOne({ _id: twin._id });
    await until(async () => (await counts()).notMet === before.notMet);
    expect((await readEnterpriseColumns()).size).toBe(await EnterpriseModel.countDocuments());
  });
});

describe('searching by meaning', () => {
  it('finds and names synonyms unless only the words themselves are asked for', async () => {
    const editor = province.officers.provinceEditor;
    await aPolicy(editor, { title: '企业技术改造专项奖励办法', bodyHtml: '<p>正文。</p>', items: [] });
    const reply = await listPolicies(guest, { q: '技改' });
    expect(reply).toMatchObject({ alsoSearched: ['技术改造'] });
    expect(reply.items.map(({ title }) => title)).toEqual(['企业技术改造专项奖励办法']);
    expect(reply.items[0]?.highlight?.some(({ text, hit }) => hit && text === '技术改造')).toBe(true);
    expect(await listPolicies(guest, { q: '技改', exact: true })).toEqual({ items: [], total: 0 });
  });
});
