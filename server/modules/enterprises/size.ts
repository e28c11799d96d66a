import type { EnterpriseSize } from '@contract/enums';
import { industryPath } from './industries';
import table from './size-rules.json';

type Indicator = 'employees' | 'revenue' | 'assets';
/** Lower limits of large, medium and small: persons, or 万元 for money. */
type Limits = [large: number, medium: number, small: number];

interface SizeRule {
  id: string;
  name: string;
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
const attributeOf = { employees: 'employees', revenue: 'revenueFen', assets: 'assetsFen' } as const;
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

/** One figure that a size rests on. */
export interface SizeFigure {
  attribute: 'employees' | 'revenueFen' | 'assetsFen';
  /** The size that this figure alone would give; absent while it is missing. */
  alone?: EnterpriseSize;
  /** True for the figures that hold the size where it is: no larger one without them growing. */
  decides: boolean;
  /** What the next larger size asks of this figure, in its own unit; absent at the top. */
  nextLimit?: number;
}

/** How the size of an enterprise comes about. */
export type SizeBasis =
  | { state: 'not-applicable' | 'too-coarse' }
  | { state: 'told' | 'figures-missing'; ruleName: string; figures: SizeFigure[] };

/** Why an enterprise has its size: the rule of its industry, and what each figure gives by itself. */
export function explainSize(figures: SizeFigures): SizeBasis {
  const rule = findSizeRule(figures.industryCode);
  if (rule === undefined) return { state: 'too-coarse' };
  if (rule === null) return { state: 'not-applicable' };
  const rows = (Object.entries(rule.thresholds) as [Indicator, Limits][]).map(([indicator, limits]) => {
    const attribute = attributeOf[indicator];
    const factor = indicator === 'employees' ? 1 : wanYuan;
    const value = figures[attribute];
    const step =
      value === undefined ? undefined : [0, 1, 2, 3].find((at) => value >= (limits[at] ?? 0) * factor);
    return { attribute, limits, factor, step };
  });
  const known = rows.flatMap(({ step }) => step ?? []);
  const lowest = known.length === rows.length ? Math.max(...known) : undefined;
  return {
    state: lowest === undefined ? 'figures-missing' : 'told',
    ruleName: rule.name,
    figures: rows.map(({ attribute, limits, factor, step }) => {
      const next = lowest === undefined ? undefined : limits[lowest - 1];
      return {
        attribute,
        ...(step === undefined ? {} : { alone: steps[step] ?? 'micro' }),
        decides: step !== undefined && step === lowest,
        ...(next === undefined ? {} : { nextLimit: next * factor }),
      };
    }),
  };
}

/** Attributes an enterprise must fill in before its size can be told; empty where no rule applies. */
export function figuresNeeded(industryCode: string): ('employees' | 'revenueFen' | 'assetsFen')[] {
  const rule = findSizeRule(industryCode);
  return (Object.keys(rule?.thresholds ?? {}) as Indicator[]).map((indicator) => attributeOf[indicator]);
}

const foundRules = new Map<string, SizeRule | null | undefined>();

/** The rule of an industry; null where none covers it; undefined where rules differ below a coarse code. */
function findSizeRule(industryCode: string): SizeRule | null | undefined {
  // There are some 1,900 industries and millions of enterprises.
  if (!foundRules.has(industryCode)) foundRules.set(industryCode, lookUpSizeRule(industryCode));
  return foundRules.get(industryCode);
}

function lookUpSizeRule(industryCode: string): SizeRule | null | undefined {
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
