import { createHash } from 'node:crypto';
import type { PolicyKind, PolicyStatus, PolicyTopic } from '@contract/enums';
import { regionLevel } from '../organizations/regions';
import type { PolicyDoc } from './policies.model';
import { paragraphsOf, sanitizeBody } from './policy-body';
import { isDay } from '../issues/calendar';

/** What an imported row says of a policy; `supersededBy` is the id of another row. */
export interface ImportedPolicy {
  sourceId: string;
  supersededBy?: string;
  fields: Pick<
    PolicyDoc,
    'title' | 'kind' | 'issuer' | 'level' | 'regionCode' | 'topics' | 'bodyHtml' | 'status'
  > &
    Partial<Pick<PolicyDoc, 'docNo' | 'issuedOn' | 'effectiveOn' | 'sourceUrl' | 'sourceHash'>>;
}

const kinds: Record<string, PolicyKind> = {
  法律: 'policy',
  行政法规: 'policy',
  地方性法规: 'policy',
  国务院令: 'policy',
  国务院文件: 'policy',
  部门文件: 'policy',
  省政府文件: 'policy',
  省政府办公厅文件: 'policy',
  市级政策: 'policy',
  县级政策: 'policy',
  政策解读: 'interpretation',
  收费目录: 'fee-list',
  审批目录: 'approval-list',
  负面清单: 'negative-list',
  新闻: 'news',
  典型案例: 'story',
  调研报告: 'research-report',
};

const topics: Record<string, PolicyTopic> = {
  融资信贷: 'finance',
  奖励补助: 'finance',
  税费优惠: 'tax',
  技术改造与创新: 'technology',
  数字化: 'digital',
  绿色与环保: 'green',
  人才培训: 'talent',
  稳岗就业: 'employment',
  市场开拓与对接: 'market',
  外贸: 'foreign-trade',
  用地与要素: 'land',
  审批与营商环境: 'approval',
  创业: 'start-up',
  权益与投诉: 'rights',
};

/** A row that can't be imported: every field that is wrong, in Chinese. */
export class RowError extends Error {
  constructor(
    readonly sourceId: string | undefined,
    problems: string[],
  ) {
    super(problems.join('；'));
  }
}

/**
 * Reads one line of a policy file (JSON).
 * @throws RowError naming everything that is wrong with it
 */
export function readPolicyRow(line: string): ImportedPolicy {
  const row = parse(line);
  const problems: string[] = [];
  const id = typeof row.id === 'string' && /^[\w.-]{1,60}$/.test(row.id) ? row.id : undefined;
  if (id === undefined) problems.push('id：应是 1–60 位字母、数字、点、横线或下划线');
  const text = (name: string, maximum: number, isRequired: boolean): string | undefined => {
    const value = row[name];
    if (value === null || value === undefined || value === '') {
      if (isRequired) problems.push(`${name}：不能为空`);
      return undefined;
    }
    const trimmed = typeof value === 'string' ? value.trim() : undefined;
    if (trimmed === undefined) problems.push(`${name}：应是文字`);
    else if (trimmed.length > maximum)
      problems.push(`${name}：最多 ${maximum} 个字，现在 ${trimmed.length} 个`);
    else if (trimmed === '' && isRequired) problems.push(`${name}：不能为空`);
    else return trimmed || undefined;
    return undefined;
  };
  const day = (name: string): string | undefined => {
    const value = text(name, 10, false);
    if (value !== undefined && !isDay(value)) problems.push(`${name}：应是日期，如 2026-01-31`);
    return value;
  };
  const title = text('title', 120, true);
  const issuer = text('issuer', 80, true);
  const body = text('body', 300_000, true);
  const docType = text('doc_type', 20, true);
  const kind = docType === undefined ? undefined : own(kinds, docType);
  if (docType !== undefined && kind === undefined) problems.push(`doc_type：不认识“${docType}”`);
  const regionCode = text('region_code', 6, true);
  if (regionCode !== undefined && !/^\d{6}$/.test(regionCode))
    problems.push('region_code：应是 6 位区划代码');
  const docNo = text('doc_no', 60, false);
  const issuedOn = day('issued_date');
  const effectiveOn = day('effective_date');
  const sourceUrl = text('source_url', 300, false);
  if (sourceUrl !== undefined && !/^https?:\/\//.test(sourceUrl)) problems.push('source_url：应以 http 开头');
  const supersededBy = text('superseded_by', 60, false);
  const mapped = readTopics(row.topics_auto ?? row.topics, problems);
  const isExpired = row.expired ?? false;
  if (typeof isExpired !== 'boolean') problems.push('expired：应是 true、false 或不填');
  const bodyHtml = body === undefined ? '' : sanitizeBody(paragraphsOf(body));
  if (problems.length > 0) throw new RowError(id, problems);
  return {
    sourceId: id as string,
    ...(supersededBy ? { supersededBy } : {}),
    fields: {
      title: title as string,
      kind: kind as PolicyKind,
      issuer: issuer as string,
      level: regionLevel(regionCode as string),
      regionCode: regionCode as string,
      topics: mapped,
      bodyHtml,
      status: statusOf(supersededBy, isExpired === true),
      ...(docNo ? { docNo } : {}),
      ...(issuedOn ? { issuedOn } : {}),
      ...(effectiveOn ? { effectiveOn } : {}),
      ...(sourceUrl ? { sourceUrl } : {}),
      sourceHash: createHash('sha256').update(JSON.stringify(row)).digest('hex'),
    },
  };
}

function parse(line: string): Record<string, unknown> {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    throw Object.assign(new RowError(undefined, ['不是完整的 JSON']), { cause: error });
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw new RowError(undefined, ['应是一个 JSON 对象']);
  return row as Record<string, unknown>;
}

function readTopics(given: unknown, problems: string[]): PolicyTopic[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) {
    problems.push('topics_auto：应是一组主题');
    return [];
  }
  const mapped = given.map((name) => own(topics, String(name)));
  const unknown = given.filter((_, at) => mapped[at] === undefined);
  if (unknown.length > 0) problems.push(`topics_auto：不认识“${unknown.join('、')}”`);
  return [...new Set(mapped.flatMap((topic) => topic ?? []))].slice(0, 6);
}

/** Nobody has checked piece by piece whether an imported document still holds: “not expired” is no more than that. */
function statusOf(supersededBy: string | undefined, isExpired: boolean): PolicyStatus {
  if (supersededBy !== undefined) return 'superseded';
  return isExpired ? 'expired' : 'unverified';
}

function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
