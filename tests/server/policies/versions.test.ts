import fc from 'fast-check';
import type { App } from '../../../server/app';
import type { Context } from '../../../server/context';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import {
  getCurrentPolicies,
  getPolicy,
  listPolicies,
  updatePolicy,
  withdrawPolicy,
} from '../../../server/modules/policies/policies.service';
import { compareParagraphs, comparedWords } from '../../../server/modules/policies/policy-difference';
import { statusOn } from '../../../server/modules/policies/policy-status';
import { importPolicies } from '../../../server/modules/policies/import.service';
import { PolicyModel } from '../../../server/modules/policies/policies.model';
import { PolicyVersionModel } from '../../../server/modules/policies/policy-versions.model';
import { policyVersionRoutes } from '../../../server/modules/policies/policy-versions.routes';
import { listVersions, readDifference } from '../../../server/modules/policies/policy-versions.service';
import { anEnvironment, appWith, contextOf, headersOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aProvince, type Province } from '../../support/organizations';
import { aDraft, anItem, aPolicy, aPolicyInput } from '../../support/policies';

useDatabase();

let app: App;
let province: Province;
let editor: Context;
const guest = contextOf({ kind: 'guest' });
const later = (ctx: Context, hours: number): Context => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + hours * 3_600_000),
});

beforeAll(async () => {
  app = await appWith(anEnvironment(), policyVersionRoutes);
  province = await aProvince();
  editor = province.officers.provinceEditor;
});
afterAll(() => app.close());

describe('correcting a published policy', () => {
  it('keeps every version, with its day and note, and shows the last note to readers', async () => {
    const input = aPolicyInput({ bodyHtml: '<p>最高补 200 万元。</p>' });
    const { id } = await aPolicy(editor, input);
    expect(await listVersions(guest, id)).toEqual([{ number: 1, at: editor.now.toISOString() }]);
    const second = later(editor, 1);
    const corrected = await updatePolicy(second, id, {
      ...input,
      bodyHtml: '<p>最高补 300 万元。</p>',
      correctionNote: '上限写错了',
    });
    expect(corrected).toMatchObject({ version: 2, correctionNote: '上限写错了', status: 'in-force' });
    const third = later(editor, 2);
    await updatePolicy(third, id, { ...input, bodyHtml: '<p>最高补 400 万元。</p>' });
    const now = await getPolicy(guest, id);
    expect([now.version, now.correctedAt, now.correctionNote]).toEqual([
      3,
      third.now.toISOString(),
      undefined,
    ]);
    expect(await listVersions(guest, id)).toEqual([
      { number: 1, at: editor.now.toISOString() },
      { number: 2, at: second.now.toISOString(), note: '上限写错了' },
      { number: 3, at: third.now.toISOString() },
    ]);
    expect(
      (await PolicyVersionModel.find({ policyId: id }).sort({ number: 1 })).map(
        ({ content }) => content.bodyHtml,
      ),
    ).toEqual(['<p>最高补 200 万元。</p>', '<p>最高补 300 万元。</p>', '<p>最高补 400 万元。</p>']);
    const entries = await AuditEntryModel.find({ 'subject.id': id, action: 'policy.corrected' });
    expect(entries.map(({ reason }) => reason).toSorted()).toEqual(['上限写错了', undefined].toSorted());
  });

  it('makes no version of a change that changes nothing, nor of a draft', async () => {
    const input = aPolicyInput();
    const { id } = await aPolicy(editor, input);
    expect(await updatePolicy(editor, id, { ...input, correctionNote: '没改什么' })).toMatchObject({
      version: 1,
    });
    expect((await getPolicy(guest, id)).correctedAt).toBeUndefined();
    const draft = await aDraft(editor, input);
    await updatePolicy(editor, draft.id, { ...input, title: '换个题目' });
    expect(await listVersions(editor, draft.id)).toEqual([]);
    expect(await PolicyVersionModel.countDocuments({ policyId: { $in: [id, draft.id] } })).toBe(0);
  });

  it('numbers corrections that come at once one after the other', async () => {
    const input = aPolicyInput();
    const { id } = await aPolicy(editor, input);
    await Promise.all(
      [1, 2, 3, 4].map((each) =>
        updatePolicy(editor, id, { ...input, bodyHtml: `<p>第${each}个写法。</p>` }),
      ),
    );
    expect((await listVersions(guest, id)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    const latest = await PolicyVersionModel.findOne({ policyId: id, number: 5 });
    expect((await getPolicy(guest, id)).bodyHtml).toBe(latest?.content.bodyHtml);
  });
});

describe('importing a policy again', () => {
  async function* lines(row: object): AsyncIterable<string> {
    yield JSON.stringify({
      id: 'V-1',
      title: '某市条例',
      issuer: '某市人大常委会',
      doc_type: '地方性法规',
      region_code: '410100',
      doc_no: '第 3 号',
      body: '第一条 旧的写法。',
      ...row,
    });
  }

  it('keeps the version before where the source has changed, and leaves what was withdrawn as it is', async () => {
    await importPolicies(contextOf(), lines({}));
    const policy = await PolicyModel.findOne({ sourceId: 'V-1' });
    const id = String(policy?._id);
    await importPolicies(contextOf(), lines({ doc_no: null, body: '第一条 新的写法。' }));
    expect((await listVersions(guest, id)).map(({ number, note }) => [number, note])).toEqual([
      [1, undefined],
      [2, '按来源更新'],
    ]);
    expect((await readDifference(guest, id)).fields).toEqual([{ label: '文号', from: '第 3 号' }]);
    await withdrawPolicy(editor, id, '来源有误');
    expect(await importPolicies(contextOf(), lines({ body: '又改了。' }))).toMatchObject({
      unchanged: 1,
      updated: 0,
    });
    expect(await getPolicy(guest, id)).toMatchObject({ status: 'withdrawn', version: 2 });
  });
});

describe('the difference of two versions', () => {
  it('marks words in a paragraph that changed, paragraphs that came or went, fields and items', async () => {
    const input = aPolicyInput({
      validUntil: '2026-12-31',
      bodyHtml:
        '<p>第一条 支持企业更新设备。</p><p>第二条 按投入的百分之十补助。</p><p>第三条 每年六月申报。</p>',
    });
    const { id } = await aPolicy(editor, input);
    await updatePolicy(editor, id, {
      ...input,
      validUntil: '2027-12-31',
      bodyHtml:
        '<p>第一条 支持企业更新设备。</p><p>第二条 按投入的百分之二十补助。</p><p>第四条 由市县初审，省级复核后公示。</p>',
      items: [anItem({ benefit: '设备投入的 20%，最高 200 万元' })],
    });
    const { to, fields, rows } = await readDifference(guest, id);
    expect([to, fields]).toEqual([2, [{ label: '有效期到', from: '2026-12-31', to: '2027-12-31' }]]);
    const text = (kind: string) =>
      rows.flatMap(({ pieces }) => pieces.filter((piece) => piece.kind === kind)).map((piece) => piece.text);
    expect(text('removed').join('|')).toContain('第三条 每年六月申报。');
    expect(text('added').join('|')).toContain('第四条 由市县初审，省级复核后公示。');
    const changed = rows
      .filter(({ kind }) => kind === 'changed')
      .map(({ pieces }) => pieces.map(({ text: each }) => each).join(''));
    expect(changed.some((each) => each.includes('10') && each.includes('20'))).toBe(true);
    expect(text('same').join('|')).toContain('按');
    expect(await readDifference(guest, id, 1)).toEqual({ to: 1, fields: [], rows: [] });
    await expect(readDifference(guest, id, 3)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leaves out what is the same, but for a paragraph on either side of a change', () => {
    const before = ['一', '二', '三', '四', '五', '六'];
    const rows = compareParagraphs(before, ['一', '二', '三', '新', '四', '五', '六']);
    expect(rows.map(({ kind, count, pieces }) => [kind, count ?? pieces[0]?.text])).toEqual([
      ['left-out', 2],
      ['same', '三'],
      ['added', '新'],
      ['same', '四'],
      ['left-out', 2],
    ]);
    expect(compareParagraphs(before, before)).toEqual([]);
  });

  it('always gives back both texts: without what came the old one, without what went the new one', () => {
    const texts = fc.string({
      unit: fc.constantFrom('补', '助', '百分之', '十', '二', '，', ' ', 'a'),
      maxLength: 30,
    });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const pieces = comparedWords(before, after);
        const without = (kind: string) =>
          pieces
            .filter((piece) => piece.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect([without('added'), without('removed')]).toEqual([before, after]);
      }),
    );
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 8 }), fc.array(texts, { maxLength: 8 }), (before, after) => {
        const rows = compareParagraphs(before, after);
        const side = (gone: string) =>
          rows
            .filter(({ kind }) => kind !== gone && kind !== 'left-out')
            .map(({ pieces }) =>
              pieces
                .filter(({ kind }) => kind !== gone)
                .map(({ text }) => text)
                .join(''),
            );
        const leftOut = rows.reduce((sum, { count = 0 }) => sum + count, 0);
        // Nothing is told of two texts that are the same.
        if (rows.length === 0) return expect(before).toEqual(after);
        expect(side('added').length + leftOut).toBe(before.length);
        expect(side('removed').length + leftOut).toBe(after.length);
        for (const text of side('added')) expect(before).toContain(text);
        for (const text of side('removed')) expect(after).toContain(text);
      }),
    );
  });

  it('of two long texts with nothing in common is all of both', () => {
    const before = Array.from({ length: 3_500 }, (_, at) => `旧${at}`);
    const after = Array.from({ length: 3_500 }, (_, at) => `新${at}`);
    const rows = compareParagraphs(before, after);
    expect(rows.filter(({ kind }) => kind === 'removed')).toHaveLength(3_500);
    expect(rows.filter(({ kind }) => kind === 'added')).toHaveLength(3_500);
  });
});

describe('the difference of texts as long as a policy may be', () => {
  const sentence = '支持企业更新设备，按投入的百分之十补助，最高二百万元；';

  it('finds the word that came into a single paragraph', () => {
    const long = sentence.repeat(14_000);
    const [row] = compareParagraphs([long], [long.replace('最高', '不超过')]);
    expect(row?.pieces.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: '最高' },
      { kind: 'added', text: '不超过' },
    ]);
  });

  it('is worked out where every paragraph was written anew', () => {
    // Each of one character that no other paragraph has, so that none is like another.
    const written = (from: number) =>
      Array.from({ length: 450 }, (_, at) => String.fromCodePoint(0x4e00 + from + at).repeat(800));
    const rows = compareParagraphs(written(0), written(5_000));
    expect(rows.filter(({ kind }) => kind === 'removed')).toHaveLength(450);
    expect(rows.filter(({ kind }) => kind === 'added')).toHaveLength(450);
  });
});

describe('withdrawing a policy', () => {
  it('tells whoever opens it since when and why, and nobody is told of it any more', async () => {
    const { id } = await aPolicy(editor, { title: '误发的水泥窑办法' });
    const withdrawn = await withdrawPolicy(editor, id, ' 发错了文件 ');
    expect(withdrawn).toMatchObject({
      status: 'withdrawn',
      withdrawalReason: '发错了文件',
      withdrawnAt: editor.now.toISOString(),
    });
    expect(await getPolicy(guest, id)).toMatchObject({ status: 'withdrawn', withdrawalReason: '发错了文件' });
    const found = async (query: object) =>
      (await listPolicies(guest, { q: '水泥窑', ...query })).items.map((row) => row.id);
    expect([await found({}), await found({ status: 'withdrawn' })]).toEqual([[], [id]]);
    await expect(getCurrentPolicies(editor, [id])).rejects.toMatchObject({ code: 'POLICY_NOT_PUBLISHED' });
    await expect(withdrawPolicy(editor, id, '再撤一次')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(updatePolicy(editor, id, aPolicyInput())).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is for published policies, and for editors of the body and of those above', async () => {
    const draft = await aDraft(editor);
    await expect(withdrawPolicy(editor, draft.id, '不发了')).rejects.toMatchObject({ code: 'CONFLICT' });
    const { id } = await aPolicy(editor);
    await expect(
      withdrawPolicy(await officerIn(province.county, 'editor'), id, '不发了'),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await getPolicy(guest, id)).status).toBe('in-force');
  });

  it('needs a reason', async () => {
    const { id } = await aPolicy(editor);
    const reply = await app.inject({
      method: 'POST',
      url: `/api/policies/${id}/withdrawal`,
      headers: await headersOf(editor),
      payload: { reason: '' },
    });
    expect([reply.statusCode, reply.json().details[0].path]).toEqual([400, 'body.reason']);
  });
});

describe('the status of a policy', () => {
  it.each([
    ['2026-03-09', 'upcoming'],
    ['2026-03-10', 'in-force'],
    ['2026-03-20', 'in-force'],
    ['2026-03-21', 'expired'],
  ])('follows from its days: on %s it is %s', (today, status) => {
    expect(statusOn({ status: 'in-force', effectiveOn: '2026-03-10', validUntil: '2026-03-20' }, today)).toBe(
      status,
    );
  });

  it('is never stored: the same record is upcoming one day and in force the next', async () => {
    const { id } = await aPolicy(editor, { effectiveOn: '2026-03-12' });
    expect((await getPolicy(guest, id)).status).toBe('upcoming');
    expect((await getPolicy(later(guest, 24), id)).status).toBe('in-force');
    await expect(getCurrentPolicies(editor, [id])).resolves.toHaveLength(1);
  });

  it.each(['repealed', 'superseded', 'withdrawn', 'draft'] as const)(
    'that somebody set to %s stays, whatever the day',
    (status) => {
      expect(statusOn({ status, effectiveOn: '2027-01-01', validUntil: '2025-01-01' }, '2026-03-11')).toBe(
        status,
      );
    },
  );
});
