import type { EnterpriseSize } from '@contract/enums';
import { industryPath } from './industries';
import table from './size-rules.json';

type Indicator = 'employees' | 'revenue' | 'assets';
/** Lower limits of large, medium and small: persons, or 万元 for money. */
type Limits = [large: number, medium: number, small: number];

interface SizeRule {
  id: string;
  prefixes: string[];
  excluded: string[];
  thresholds: Partial<Record<Indicator, Limits>>;
}

export interface SizeFigures {
  industryCode: string;
  employees?: number;
  /** Turnover of last year, fen. */
  revenueFen?: number;
  /** Total assets, fen. */
  assetsFen?: number;
}

const rules = table.rules as unknown as SizeRule[];
const wanYuan = 1_000_000;
const steps: EnterpriseSize[] = ['large', 'medium', 'small'];

/**
 * Size of an enterprise: the highest step whose limits every indicator of its industry reaches, else micro.
 * Undefined while a figure that the rule needs is missing or the industry code is too coarse to choose a rule;
 * not-applicable where no rule covers the industry.
 * @source 国统字〔2017〕213号《统计上大中小微型企业划分办法（2017）》
 */
export function enterpriseSize(figures: SizeFigures): EnterpriseSize | undefined {
  const rule = findSizeRule(figures.industryCode);
  if (rule === undefined) return undefined;
  if (rule === null) return 'not-applicable';
  const seen: Record<Indicator, number | undefined> = {
    employees: figures.employees,
    revenue: figures.revenueFen === undefined ? undefined : figures.revenueFen / wanYuan,
    assets: figures.assetsFen === undefined ? undefined : figures.assetsFen / wanYuan,
  };
  const pairs: [number, Limits][] = [];
  for (const [indicator, limits] of Object.entries(rule.thresholds) as [Indicator, Limits][]) {
    const value = seen[indicator];
    if (value === undefined) return undefined;
    pairs.push([value, limits]);
  }
  return (
    steps.find((_, step) => pairs.every(([value, limits]) => value >= (limits[step] as number))) ?? 'micro'
  );
}

/** Attributes an enterprise must fill in before its size can be told; empty where no rule applies. */
export function figuresNeeded(industryCode: string): ('employees' | 'revenueFen' | 'assetsFen')[] {
  const rule = findSizeRule(industryCode);
  const attributes = { employees: 'employees', revenue: 'revenueFen', assets: 'assetsFen' } as const;
  return (Object.keys(rule?.thresholds ?? {}) as Indicator[]).map((indicator) => attributes[indicator]);
}

/** The rule of an industry; null where none covers it; undefined where rules differ below a coarse code. */
function findSizeRule(industryCode: string): SizeRule | null | undefined {
  const isBelow = (prefix: string) => prefix !== industryCode && industryPath(prefix).includes(industryCode);
  if (rules.some(({ prefixes, excluded }) => [...prefixes, ...excluded].some(isBelow))) return undefined;
  const path = industryPath(industryCode);
  return (
    rules.find(
      ({ prefixes, excluded }) =>
        prefixes.some((prefix) => path.includes(prefix)) && !excluded.some((prefix) => path.includes(prefix)),
    ) ?? null
  );
}
