import table from './industries.json';

/** One class of GB/T 4754-2017. */
export interface IndustryRow {
  code: string;
  name: string;
  /** 1 section (门类), 2 division (大类), 3 group (中类), 4 class (小类). */
  level: number;
  parentCode?: string;
}

/** All classes, each section followed by what lies below it. */
export const industries: readonly IndustryRow[] = (table.rows as [string, string, string][]).map(
  ([code, name, parentCode]) => ({
    code,
    name,
    level: /^[A-Z]$/.test(code) ? 1 : code.length,
    ...(parentCode ? { parentCode } : {}),
  }),
);
const byCode = new Map(industries.map((industry) => [industry.code, industry]));

/** The row of an industry code, or undefined for one outside the standard. */
export function findIndustry(code: string): IndustryRow | undefined {
  return byCode.get(code);
}

/** Name of an industry; a code outside the standard stands for itself. */
export function industryName(code: string): string {
  return byCode.get(code)?.name ?? code;
}

/** Codes from the section down to the industry itself, e.g. C, 35, 359, 3599. */
export function industryPath(code: string): string[] {
  const parentCode = byCode.get(code)?.parentCode;
  return parentCode === undefined ? [code] : [...industryPath(parentCode), code];
}

/** True where an industry is the ancestor or lies below it. */
export function isWithinIndustry(code: string, ancestor: string): boolean {
  return industryPath(code).includes(ancestor);
}

/** Classes below a parent, or those whose code or name holds the words (at most 100); else the 20 sections. */
export function findIndustries(query: { q?: string; parentCode?: string }): IndustryRow[] {
  const words = query.q?.trim();
  const parentCode = query.parentCode;
  if (words) {
    return industries
      .filter(({ code, name }) => code.startsWith(words.toUpperCase()) || name.includes(words))
      .filter(({ code }) => parentCode === undefined || isWithinIndustry(code, parentCode))
      .slice(0, 100);
  }
  return industries.filter((industry) => industry.parentCode === parentCode);
}

/** Codes of an industry and everything below it. */
export function industriesWithin(code: string): string[] {
  return industries.filter((industry) => isWithinIndustry(industry.code, code)).map((row) => row.code);
}
