import { regions, regionPath, regionFullName, type RegionRow } from '../organizations/regions';
import { bad, plain, value, type CellReading } from './cell-reading';
import { findIndustry, industries, industryPath } from './industries';

const shortName = (name: string) => name.replace(/(省|市|区|县|自治县)$/, '');

/** A region by its code or name, as its code. */
export function readRegion(text: string): CellReading {
  const bare = text.replace(/\s/g, '').replace(/\.0$/, '');
  if (/^\d+$/.test(bare)) {
    // Statistics lengthen the six digits by zeros for townships and villages.
    const code = bare.length === 9 || bare.length === 12 ? bare.slice(0, 6) : bare;
    const known = regions.find((region) => region.code === code);
    return known ? value(known.code) : bad('没有这个区划代码（河南省内，6 位数字）');
  }
  const found = regionsNamed(bare);
  if (found.length === 1 && found[0]) return value(found[0].code);
  return found.length === 0
    ? bad('没有找到这个地区，可填 6 位区划代码或“郑州市中牟县”')
    : bad(
        `有 ${found.length} 个同名地区：${found.map(({ code }) => regionFullName(code)).join('、')}，请写上所在市`,
      );
}

/** Regions that a name means: the whole name, with the city and province before it, or the name without its ending. */
function regionsNamed(name: string): RegionRow[] {
  const bare = name.replace(/^河南省(?=.)/, '');
  const exact = regions.filter((region) => region.name === name || region.name === bare);
  if (exact.length > 0) return exact;
  const withCity = regions.filter((region) => {
    const path = regionPath(region.code)
      .slice(1)
      .map((code) => regions.find((row) => row.code === code)?.name ?? '');
    return (
      path.length === 2 &&
      (path.join('') === bare ||
        path.map(shortName).join('') === bare ||
        `${path[0]}${shortName(path[1] ?? '')}` === bare ||
        `${shortName(path[0] ?? '')}${path[1]}` === bare)
    );
  });
  if (withCity.length > 0) return withCity;
  return regions.filter((region) => shortName(region.name) === bare && bare.length >= 2);
}

/** An industry by its code or name, as its code. */
export function readIndustry(text: string): CellReading {
  const bare = text.replace(/\s/g, '').toUpperCase().replace(/\.0$/, '');
  const [, letter = '', digits = '', name = ''] = /^([A-T]?)(\d{0,4})[-_:、.]?(.*)$/.exec(bare) ?? [];
  if (digits === '' && name !== '') return industryNamed(text.replace(/\s/g, ''));
  const code = digits || letter;
  const known = findIndustry(code);
  const lengthened = digits.length === 3 ? findIndustry(`0${digits}`) : undefined;
  // A spreadsheet that takes codes for numbers drops the zero in front.
  if (lengthened && known && name === '')
    return bad(
      `${digits} 可能少了前面的 0（${lengthened.code} ${lengthened.name}），也可能是${known.name}，请写四位代码`,
    );
  const found = known ?? lengthened;
  if (!found) return bad('没有这个行业代码（GB/T 4754-2017）');
  if (letter && digits && industryPath(found.code)[0] !== letter)
    return bad(`${found.code} 不在门类 ${letter} 里`);
  if (name && plain(found.name) !== plain(name))
    return bad(`${found.code} 是“${found.name}”，和所写名称不一致`);
  return value(found.code);
}

function industryNamed(name: string): CellReading {
  const found = industries.filter((row) => plain(row.name) === plain(name));
  // A group with a single class bears the same name: the class is meant.
  const deepest = found.reduce<(typeof found)[number] | undefined>(
    (best, row) => (!best || row.level > best.level ? row : best),
    undefined,
  );
  if (!deepest) return bad('没有这个名称的行业（GB/T 4754-2017），可填四位行业代码');
  const isOneLine = found.every(({ code }) => industryPath(deepest.code).includes(code));
  return isOneLine ? value(deepest.code) : bad('有几个同名的行业，请填四位行业代码');
}
