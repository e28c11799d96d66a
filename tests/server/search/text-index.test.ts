import fc from 'fast-check';
import { synonyms } from '../../../server/search/synonyms';
import { createTextIndex, segment } from '../../../server/search/text-index';

const words = [
  '补贴',
  '技术改造',
  '企业',
  '贷款',
  '贴息',
  '稳岗',
  '返还',
  '郑州',
  '设备',
  '研发',
  '人才',
  '2026',
];
const text = fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((chosen) => chosen.join('，'));
const fields = fc.record({ title: text, body: text });
type Document = { title: string; body: string };
const weighted = ({ title, body }: Document) => [
  { text: title, weight: 3 },
  { text: body, weight: 1 },
];

/** BM25 by its definition, over nothing but the documents themselves. */
function bruteForce(
  documents: Map<string, Document>,
  query: string,
  termsOf: (text: string) => string[] = segment,
) {
  const counted = [...documents].map(([id, document]) => {
    const counts = new Map<string, number>();
    for (const field of weighted(document))
      for (const term of termsOf(field.text)) counts.set(term, (counts.get(term) ?? 0) + field.weight);
    return { id, counts, length: [...counts.values()].reduce((sum, count) => sum + count, 0) };
  });
  const average = counted.reduce((sum, document) => sum + document.length, 0) / counted.length || 1;
  const terms = [...new Set(termsOf(query))];
  return counted
    .map(({ id, counts, length }) => ({
      id,
      terms: terms.filter((term) => counts.has(term)),
      score: terms.reduce((sum, term) => {
        const count = counts.get(term) ?? 0;
        const holding = counted.filter((other) => other.counts.has(term)).length;
        const idf = Math.log(1 + (counted.length - holding + 0.5) / (holding + 0.5));
        return sum + (idf * count * 2.2) / (count + 1.2 * (1 - 0.75 + (0.75 * length) / average));
      }, 0),
    }))
    .filter(({ terms: held }) => held.length > 0)
    .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
}

describe('the text index', () => {
  it('ranks exactly as BM25 worked out by brute force, through additions, replacements and removals', () => {
    const step = fc.record({ id: fc.integer({ min: 0, max: 12 }).map(String), document: fc.option(fields) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        text,
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom(segment, synonyms.terms),
        fc.constantFrom(undefined, (id: string) => Number(id) % 3 > 0),
        (steps, query, limit, termsOf, filter) => {
          const index = createTextIndex(termsOf);
          const truth = new Map<string, Document>();
          for (const { id, document } of steps) {
            if (document) {
              index.add(id, weighted(document));
              truth.set(id, document);
            } else {
              index.remove(id);
              truth.delete(id);
            }
          }
          const expected = bruteForce(truth, query, termsOf).filter(({ id }) => filter?.(id) ?? true);
          const { hits, total } = index.find(query, { limit, ...(filter ? { filter } : {}) });
          expect(index.size).toBe(truth.size);
          expect(total).toBe(expected.length);
          expect(hits.map(({ score }) => score.toFixed(9))).toEqual(
            expected.slice(0, limit).map(({ score }) => score.toFixed(9)),
          );
          for (const hit of hits) {
            const same = expected.find(({ id }) => id === hit.id);
            expect(hit.score).toBeCloseTo(same?.score ?? -1, 9);
            expect(hit.terms).toEqual(same?.terms);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps its ranking when many removals make it renumber its documents', () => {
    const index = createTextIndex();
    const truth = new Map<string, Document>();
    for (let number = 0; number < 3000; number++) {
      const document = { title: words[number % 7] ?? '', body: `${words[number % 11]}，第${number}批` };
      index.add(String(number), weighted(document));
      if (number % 40 === 0) truth.set(String(number), document);
    }
    for (let number = 0; number < 3000; number++) if (number % 40 !== 0) index.remove(String(number));
    index.add('later', weighted({ title: '设备补贴', body: '郑州' }));
    truth.set('later', { title: '设备补贴', body: '郑州' });
    const expected = bruteForce(truth, '郑州设备');
    const hits = index.search('郑州设备', { limit: 1000 });
    expect(hits.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(hits.map(({ score }) => score.toFixed(9))).toEqual(expected.map(({ score }) => score.toFixed(9)));
  });

  it('gives later pages that continue the first one, and only what the filter lets through', () => {
    const index = createTextIndex();
    for (let number = 0; number < 90; number++)
      index.add(`d${number}`, [{ text: `补贴 ${'设备 '.repeat(number % 9)}`, weight: 1 }]);
    const all = index.search('设备补贴', { limit: 90 });
    expect([
      ...index.search('设备补贴', { limit: 7 }),
      ...index.search('设备补贴', { limit: 7, offset: 7 }),
    ]).toEqual(all.slice(0, 14));
    const { hits, total } = index.find('补贴', { limit: 3, filter: (id) => id.endsWith('5') });
    expect(total).toBe(9);
    expect(hits.every(({ id }) => id.endsWith('5'))).toBe(true);
  });

  it('explains a score as the sum of what each word gives', () => {
    const index = createTextIndex();
    index.add('a', [{ text: '设备更新贷款贴息', weight: 1 }]);
    index.add('b', [{ text: '稳岗返还', weight: 1 }]);
    const hit = index.search('贷款贴息怎么申请', { limit: 1 })[0];
    const parts = index.explain(segment('贷款贴息怎么申请'), 'a');
    expect(parts.map(({ term }) => term)).toEqual(['贷款', '贴息']);
    expect(parts.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(hit?.score ?? 0, 12);
    expect(index.explain(['贷款'], 'absent')).toEqual([]);
  });

  it('finds a text wholly like itself, unlike one without a common word, and never leaves [0, 1]', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const index = createTextIndex();
        index.add('one', [{ text: one, weight: 1 }]);
        index.add('other', [{ text: other, weight: 1 }]);
        const likeness = index.similarity(other, 'one');
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(likeness).toBeCloseTo(index.similarity(one, 'other'), 9);
        if (segment(one).length > 0) expect(index.similarity(one, 'one')).toBeCloseTo(1, 9);
      }),
    );
    const index = createTextIndex();
    index.add('one', [{ text: '东门外修路货车进不了厂', weight: 1 }]);
    expect(index.similarity('社保缴费比例', 'one')).toBe(0);
    expect(index.similarity('任何话', 'absent')).toBe(0);
  });
});

describe('the words of a text', () => {
  it('are the same for a 文号 in any brackets', () => {
    const forms = [
      '〔2026〕31号',
      '[2026]31号',
      '（2026）31号',
      '2026 31',
      '【2026】第31号',
      '［２０２６］３１号',
      '2026年31号',
      '2026年第31号',
      '2026第31号',
      '202631号',
      '〔2026〕031 号',
      '〔 2026 〕 31 号',
      '２０２６　３１号',
      '2026〕31号',
    ];
    for (const form of forms) expect(segment(form)).toEqual(['2026', '31', '〔2026〕31']);
    expect(segment('豫工信企业〔2026〕31号')).toEqual(expect.arrayContaining(['〔2026〕31', '企业']));
    expect(segment('31号')).toEqual(['31']);
  });

  it('do not take a date for a 文号', () => {
    expect(segment('2026年12月31日')).toEqual(['2026', '12', '31']);
    expect(segment('2026-12-31')).not.toContain('〔2026〕12');
    expect(segment('2026年12月')).not.toContain('〔2026〕12');
    expect(segment('投资20261万元')).not.toContain('〔2026〕1');
  });

  it('are lower-cased, without stop words and marks', () => {
    expect(segment('ＡＩ、CNC 和 的 设备！')).toEqual(['ai', 'cnc', '设备']);
    expect(segment('……——  ')).toEqual([]);
  });
});
