import * as fc from 'fast-check';
import {
  markWords,
  namesDocument,
  otherWords,
  queryWords,
  wordsOf,
} from '@/features/policies/search/found-words';

describe('the words of a search', () => {
  it('are typed with spaces between them, each counted once', () => {
    expect(wordsOf('  31号 奖励  奖励 ')).toEqual(['31号', '奖励']);
    expect(wordsOf('   ')).toEqual([]);
  });

  it('are marked where they stand in a title', () => {
    expect(markWords('绿色工厂奖励办法', ['奖励'])).toEqual([
      { text: '绿色工厂', hit: false },
      { text: '奖励', hit: true },
      { text: '办法', hit: false },
    ]);
  });

  it('mark the longer of two that begin at the same place', () => {
    expect(markWords('奖励资金', ['奖', '奖励'])).toEqual([
      { text: '奖励', hit: true },
      { text: '资金', hit: false },
    ]);
  });

  it('never change the text they are marked in', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ minLength: 1 })), (text, words) => {
        expect(
          markWords(text, words)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('a 文号', () => {
  const docNo = '豫工信企业〔2026〕31号';

  it('is named by its number', () => {
    expect(namesDocument(docNo, ['31号', '奖励'])).toBe(true);
  });

  it('is not named by the tail of another number', () => {
    expect(namesDocument(docNo, ['1号'])).toBe(false);
    expect(namesDocument('豫政〔2026〕131号', ['31号'])).toBe(false);
  });

  it('is named with any kind of brackets', () => {
    expect(namesDocument(docNo, ['工信企业[2026]31号'])).toBe(true);
    expect(namesDocument(docNo, ['（2026）31'])).toBe(true);
  });

  it('is not named by common words', () => {
    expect(namesDocument(docNo, ['工信', '企业'])).toBe(false);
    expect(namesDocument(undefined, ['31号'])).toBe(false);
  });
});

describe('a search that found nothing', () => {
  it('is tried again with each word alone and with shorter ones', () => {
    expect(otherWords('33号 氢能叉车')).toEqual(['33号', '氢能叉车', '氢能', '叉车']);
    expect(otherWords('补贴')).toEqual([]);
  });
});

describe('words handed over by a link', () => {
  it('are read whether or not they are encoded', () => {
    expect(queryWords('31%E5%8F%B7%20%E5%A5%96%E5%8A%B1')).toBe('31号 奖励');
    expect(queryWords('31号+奖励')).toBe('31号 奖励');
    expect(queryWords('上涨 10%')).toBe('上涨 10%');
  });
});
