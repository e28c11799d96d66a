import { countsText, percentOf } from '../../console/src/features/enterprises/import-words';

describe('how far an import of enterprises is', () => {
  it('is whole only when every row is through, and for a list without rows', () => {
    expect(percentOf({ rows: 200, processedRows: 199 })).toBe(99);
    expect(percentOf({ rows: 200, processedRows: 200 })).toBe(100);
    expect(percentOf({ rows: 0, processedRows: 0 })).toBe(100);
  });

  it('tells what became of the rows, those with problems too', () => {
    expect(countsText({ added: 1200, updated: 3, unchanged: 0, refused: 2 })).toBe(
      '新增 1,200，更新 3，没有变化 0，有问题 2',
    );
  });
});
