import { highlight } from '../../../server/search/highlight';
import { segment } from '../../../server/search/segment';
import { createSynonyms, synonyms } from '../../../server/search/synonyms';
import table from '../../../server/search/synonyms.json';
import { createTextIndex } from '../../../server/search/text-index';

describe('synonyms', () => {
  it.each(table.groups.map((group) => [group]))('find one another in both directions: %j', (group) => {
    const index = createTextIndex(synonyms.terms);
    group.forEach((word, at) => index.add(String(at), [{ text: `关于支持${word}的若干措施`, weight: 1 }]));
    index.add('other', [{ text: '关于水库移民的通知', weight: 1 }]);
    for (const word of group)
      expect(index.search(synonyms.terms(word), { limit: 100 }).map(({ id }) => id)).toEqual(
        expect.arrayContaining(group.map((_, at) => String(at))),
      );
  });

  it('put what says the word itself before what says it otherwise, and are named', () => {
    const index = createTextIndex(synonyms.terms);
    index.add('other', [{ text: '企业技术改造专项资金', weight: 1 }]);
    index.add('same', [{ text: '企业技改专项资金', weight: 1 }]);
    expect(index.search(synonyms.terms('技改'), { limit: 9 }).map(({ id }) => id)).toEqual(['same', 'other']);
    expect(index.search(segment('技改'), { limit: 9 }).map(({ id }) => id)).toEqual(['same']);
    expect(synonyms.alsoMeant('技改怎么申报')).toEqual(['技术改造']);
    expect(synonyms.alsoMeant('水库')).toEqual([]);
  });

  it('are marked in the passage that is shown', () => {
    const pieces = highlight('支持企业技术改造。', '技改', { also: synonyms.alsoMeant('技改') });
    expect(pieces?.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['技术改造']);
  });

  it('count a long word once, mention the groups it begins with, and leave Latin words whole', () => {
    const words = createSynonyms([
      ['小微', '小微企业'],
      ['小微企业园', '园区'],
      ['AI', '人工智能'],
    ]);
    const groups = (text: string) => words.terms(text).filter((term) => term.startsWith('≈'));
    expect(groups('小微企业')).toEqual(['≈0']);
    expect(groups('小微企业园').sort()).toEqual(['≈0', '≈1']);
    expect(groups('air quality')).toEqual([]);
    expect(groups('ＡＩ应用')).toEqual(['≈2']);
    expect(words.alsoMeant('小微企业园')).toEqual(['园区']);
  });
});
