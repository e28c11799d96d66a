import fc from 'fast-check';
import type { FactValue } from '../../../server/modules/enterprises/attributes';
import { industries } from '../../../server/modules/enterprises/industries';
import { mappingRule, proposeMapping, unitOf } from '../../../server/modules/enterprises/import-fields';
import { maskedValue } from '../../../server/modules/enterprises/import-row';
import { readCell, readDate } from '../../../server/modules/enterprises/import-values';
import { regionFullName, regions } from '../../../server/modules/organizations/regions';

const wan = 1_000_000;

describe('a cell of an imported list', () => {
  const taken: [key: string, cell: string, value: FactValue, unit?: '元' | '千元' | '万元' | '亿元' | '%'][] =
    [
      ['revenueFen', '1,234.5 万元', 1234.5 * wan],
      ['revenueFen', '4280万', 4280 * wan],
      ['revenueFen', '４２８０万元', 4280 * wan],
      ['revenueFen', '3.1亿元', 31_000 * wan],
      ['revenueFen', '¥12,000元', 1_200_000],
      ['revenueFen', '人民币 500 万元整', 500 * wan],
      ['revenueFen', '4280', 4280 * wan, '万元'],
      ['revenueFen', '0.29', 290_000, '万元'],
      ['revenueFen', '1234.4500000000001', 123_445, '元'],
      ['revenueFen', '1.15', 1_150 * 100, '千元'],
      ['revenueFen', '9800元', 980_000, '万元'],
      ['revenueFen', '1,2345', 1_234_500, '元'],
      ['revenueFen', '0', 0],
      ['employees', '86人', 86],
      ['employees', ' 1,286 ', 1286],
      ['employees', '86.0', 86],
      ['energyUseTce', '120.5', 120.5],
      ['layoffRatePercent', '5.5%', 5.5],
      ['layoffRatePercent', '５.５％', 5.5],
      ['layoffRatePercent', '5‰', 0.5],
      ['layoffRatePercent', '5.5', 5.5, '%'],
      ['layoffRatePercent', '0', 0],
      ['aboveScale', '是', true],
      ['aboveScale', '√', true],
      ['aboveScale', '✓', true],
      ['aboveScale', '×', false],
      ['aboveScale', '否', false],
      ['aboveScale', 'N', false],
      ['ownership', '民营企业', 'private'],
      ['ownership', '国有', 'state'],
      ['listedStage', '新三板', 'neeq'],
      ['honours', '高新技术企业、省专精特新中小企业', ['high-tech', 'specialized']],
      ['honours', '高新技术；瞪羚企业', ['high-tech', 'gazelle']],
      ['honours', '无', []],
      ['foundedOn', '2020/1/5', '2020-01-05'],
      ['foundedOn', '2020-01-05 00:00:00', '2020-01-05'],
      ['foundedOn', '2020.1.5', '2020-01-05'],
      ['foundedOn', '2020年1月5日', '2020-01-05'],
      ['foundedOn', '20200105', '2020-01-05'],
      ['regionCode', '410122', '410122'],
      ['regionCode', '410122000000', '410122'],
      ['regionCode', '中牟县', '410122'],
      ['regionCode', '中牟', '410122'],
      ['regionCode', '郑州市中牟县', '410122'],
      ['regionCode', '河南省郑州市中牟县', '410122'],
      ['regionCode', '郑州中牟', '410122'],
      ['industryCode', '3921', '3921'],
      ['industryCode', 'C3921', '3921'],
      ['industryCode', '0111', '0111'],
      ['industryCode', '稻谷种植', '0111'],
      ['industryCode', '0111 稻谷种植', '0111'],
      ['industryCode', '制造业', 'C'],
    ];
  it.each(taken)('%s “%s” is taken', (...[key, cell, value, unit]) => {
    expect(readCell(key, cell, unit)).toEqual({ kind: 'value', value });
  });

  it.each(['', ' ', '-', '—', '/', 'N/A', '不详', '　'])('“%s” says nothing', (cell) => {
    expect(readCell('employees', cell, undefined)).toEqual({ kind: 'empty' });
  });

  const refused: [key: string, cell: string, rule: string, unit?: '元' | '万元'][] = [
    ['revenueFen', '4280', '没有写单位：请写成“4,280 万元”，或在表头注明（万元）'],
    ['revenueFen', '约300万元', '请写确定的数，不要写“约”“以上”'],
    ['revenueFen', '300-500万元', '是一个范围，请写一个确定的数'],
    ['revenueFen', '500万美元', '只收人民币金额'],
    ['revenueFen', '五百万元', '请用阿拉伯数字'],
    ['revenueFen', '12,34 万元', '千分位逗号的位置不对'],
    ['revenueFen', '0.001', '金额最小到分', '元'],
    ['revenueFen', '9.9E+20', '是科学计数的写法，请把单元格设为文本或普通数字', '万元'],
    ['revenueFen', '保密', '应填金额，如 4,280 万元', '万元'],
    ['exportFen', '无', '请写 0，或留空'],
    ['employees', '100多', '请写确定的数，不要写“约”“以上”'],
    ['employees', '1.2万', '请写完整的数，不要写“万”“亿”'],
    ['layoffRatePercent', '0.055', '看不出是小数还是百分数：请写成“5.5%”，或在表头注明（%）'],
    ['aboveScale', '可能', '请填“是”或“否”（√、×也可以）'],
    ['honours', '高新技术企业、全国最强', '“全国最强”不在称号和资质的名单里'],
    ['foundedOn', '1/5/2020', '分不清年、月、日：请写成 2020-01-05，四位年份在前'],
    ['foundedOn', '20/1/5', '分不清年、月、日：请写成 2020-01-05，四位年份在前'],
    ['foundedOn', '2020年1月', '缺哪一日：请写成 2020-01-05'],
    ['foundedOn', '2020-02-30', '没有这一天'],
    ['foundedOn', '43835', '像是表格的日期序号：请把单元格格式改成日期'],
    ['regionCode', '310101', '没有这个区划代码（河南省内，6 位数字）'],
    ['regionCode', '浦东新区', '没有找到这个地区，可填 6 位区划代码或“郑州市中牟县”'],
    [
      'industryCode',
      '111',
      '111 可能少了前面的 0（0111 稻谷种植），也可能是煤炭开采和洗选专业及辅助性活动，请写四位代码',
    ],
    ['industryCode', 'A3921', '3921 不在门类 A 里'],
    ['industryCode', '9999', '没有这个行业代码（GB/T 4754-2017）'],
    ['industryCode', '3921 稻谷种植', '3921 是“'],
  ];
  it.each(refused)('%s “%s” is refused with the rule', (...[key, cell, rule, unit]) => {
    const reading = readCell(key, cell, unit);
    expect(reading).toMatchObject({ kind: 'bad', rule: expect.stringContaining(rule) });
  });

  it('reads back every day, however it is written', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (instant) => {
        const iso = instant.toISOString().slice(0, 10);
        const [year, month, date] = iso.split('-') as [string, string, string];
        const bare = (text: string) => String(Number(text));
        for (const written of [
          iso,
          `${year}${month}${date}`,
          `${year}/${bare(month)}/${bare(date)}`,
          `${year}年${bare(month)}月${bare(date)}日`,
        ])
          expect(readDate(written)).toEqual({ kind: 'value', value: iso });
      }),
    );
  });

  it('reads back every amount to the fen, in every unit that can hold it', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000_000), (fen) => {
        const digits = (places: number) => {
          const text = String(fen).padStart(places + 1, '0');
          return `${text.slice(0, -places)}.${text.slice(-places)}`;
        };
        for (const [unit, places] of [
          ['元', 2],
          ['千元', 5],
          ['万元', 6],
          ['亿元', 10],
        ] as const) {
          const expected = { kind: 'value', value: fen };
          expect(readCell('revenueFen', `${digits(places)}${unit}`, undefined)).toEqual(expected);
          expect(readCell('revenueFen', digits(places), unit)).toEqual(expected);
        }
      }),
    );
  });

  it('knows every region by code and by its full name, every industry by code', () => {
    for (const { code } of regions)
      for (const cell of [code, regionFullName(code)])
        expect({ cell, ...readCell('regionCode', cell, undefined) }).toEqual({
          cell,
          kind: 'value',
          value: code,
        });
    for (const { code } of industries.filter(({ level }) => level !== 3))
      expect(readCell('industryCode', code, undefined)).toEqual({ kind: 'value', value: code });
  });

  it('of any kind gets an answer', () => {
    const keys = [
      'revenueFen',
      'employees',
      'layoffRatePercent',
      'foundedOn',
      'regionCode',
      'industryCode',
      'honours',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.string({ unit: 'grapheme' }), (key, cell) => {
        expect(['empty', 'value', 'bad']).toContain(readCell(key, cell, undefined).kind);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the columns of a list', () => {
  it('are told by their headers, with synonyms, units and years', () => {
    const header = [
      '序号',
      '单位名称',
      '统一社会信用代码*',
      '所在县区',
      '行业代码',
      '2025年营业收入（万元）',
      '资产总额(亿元)',
      '裁员率/%',
      '是否高新技术企业',
      '职工人数',
      '备注',
    ];
    expect(proposeMapping(header)).toEqual([
      { column: 1, field: 'name' },
      { column: 2, field: 'creditCode' },
      { column: 3, field: 'regionCode' },
      { column: 4, field: 'industryCode' },
      { column: 5, field: 'revenueFen', unit: '万元' },
      { column: 6, field: 'assetsFen', unit: '亿元' },
      { column: 7, field: 'layoffRatePercent', unit: '%' },
      { column: 8, field: 'honours:high-tech' },
      { column: 9, field: 'employees' },
    ]);
    expect(unitOf('营业收入 单位：元')).toBe('元');
    expect(unitOf('营业收入（本年）')).toBeUndefined();
  });

  it('must hold what is required, each once', () => {
    const required = ['creditCode', 'name', 'regionCode', 'industryCode'].map((field, column) => ({
      field,
      column,
    }));
    expect(mappingRule(required, 4)).toBeNull();
    expect(mappingRule(required.slice(1), 4)).toBe('还要指明哪一列是“统一社会信用代码”');
    expect(mappingRule([...required, { field: 'name', column: 4 }], 5)).toBe('“企业名称”对应了两列');
    expect(mappingRule([...required, { field: 'address', column: 0 }], 5)).toBe('第 1 列对应了两项');
    expect(mappingRule([...required, { field: 'address', column: 9 }], 5)).toBe(
      '文件只有 5 列，没有第 10 列',
    );
    expect(mappingRule([{ field: 'nothing', column: 0 }], 5)).toBe('没有“nothing”这一项');
  });
});

describe('what a report repeats of a cell', () => {
  it('shows no phone and no identity number', () => {
    expect(maskedValue('address', '中牟县 王先生 13812345678')).toBe('中牟县 王先生 138****5678');
    expect(maskedValue('address', '138 1234 5678')).toBe('138****5678');
    expect(maskedValue('address', '0371-66667777')).toBe('0371-****7777');
    expect(maskedValue('name', '410122199001011234')).toBe('410122********1234');
    expect(maskedValue('creditCode', '914403001922038216')).toBe('914403001922038216');
    expect(maskedValue('name', '长'.repeat(80))).toHaveLength(61);
  });
});
