import type { Level } from '@contract/enums';
import table from './regions.json';

/** One row of the region table. */
export interface RegionRow {
  code: string;
  name: string;
  /** Absent for the province. */
  parentCode?: string;
  level: Level;
}

/** Code that stands for the whole country in policies. */
export const stateCode = '000000';

/** Henan, its cities and counties, in code order. */
export const regions: readonly RegionRow[] = (table.rows as [string, string, string | null][]).map(
  ([code, name, parentCode]) => ({
    code,
    name,
    level: parentCode === null ? 'province' : parentCode === '410000' ? 'city' : 'county',
    ...(parentCode === null ? {} : { parentCode }),
  }),
);
const byCode = new Map(regions.map((region) => [region.code, region]));

/** The row of a Henan region, or undefined for codes the table doesn't hold. */
export function findRegion(code: string): RegionRow | undefined {
  return byCode.get(code);
}

/** Name of a region as its own people say it, e.g. 中牟县; a code outside the table stands for itself. */
export function regionName(code: string): string {
  return code === stateCode ? '全国' : (byCode.get(code)?.name ?? code);
}

/** Name with the city before it, e.g. 郑州市中牟县. */
export function regionFullName(code: string): string {
  const names = regionPath(code)
    .filter((step) => regionLevel(step) !== 'province' || step === code)
    .map(regionName);
  return names.join('');
}

/** Codes from the province down to the region itself, e.g. 410000, 410100, 410122. */
export function regionPath(code: string): string[] {
  const parentCode = byCode.get(code)?.parentCode;
  return parentCode === undefined ? [code] : [...regionPath(parentCode), code];
}

/** The city a region lies in, or itself; undefined for the province and codes outside the table. */
export function cityOf(code: string): string | undefined {
  return regionPath(code).find((step) => byCode.get(step)?.level === 'city');
}

/** True where a region is the ancestor or lies below it; everything lies within the state (000000). */
export function isWithin(code: string, ancestorCode: string): boolean {
  return ancestorCode === stateCode || regionPath(code).includes(ancestorCode);
}

/** Level of a region: by the table, else by the shape of the code (xx0000 province, xxxx00 city). */
export function regionLevel(code: string): Level {
  if (code === stateCode) return 'state';
  const known = byCode.get(code)?.level;
  if (known) return known;
  return code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'city' : 'county';
}

/** Codes of a region and everything below it. */
export function regionsWithin(code: string): string[] {
  return regions.filter((region) => isWithin(region.code, code)).map((region) => region.code);
}
