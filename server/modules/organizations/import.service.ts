import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { organizationKinds, type OrganizationKind } from '@contract/enums';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { detectFormat, readSheet } from '../enterprises/sheet-reader';
import { updateOrganization } from './bodies.service';
import { OrganizationModel, type OrganizationDoc } from './organizations.model';
import { createOrganization, findDesk, type OrganizationInput } from './organizations.service';
import { findRegion } from './regions';

export interface OrganizationImportReport {
  /** Rows that say something. */
  rows: number;
  added: number;
  updated: number;
  unchanged: number;
  /** Rows that were left out, with what is wrong, in Chinese. */
  problems: { row: number; name?: string; problem: string }[];
}

/** Heads of columns, as people write them and as the fields are named. */
const columns: Record<string, string> = {
  名称: 'name',
  简称: 'shortName',
  类别: 'kind',
  区划代码: 'regionCode',
  上级: 'parent',
  地址: 'address',
  电话: 'phone',
  年费率: 'annualRatePercent',
  标杆: 'isBenchmark',
};

const kindNames: Record<string, OrganizationKind> = {
  企业服务办: 'service-office',
  职能部门: 'department',
  园区: 'park',
  银行: 'bank',
  担保机构: 'guarantor',
  高校院所: 'university',
  行业协会: 'association',
  服务机构: 'provider',
};

type Cells = Record<string, string>;

/** A row that can't be taken, with what is wrong with it. */
class RowProblem extends Error {}

/**
 * Loads bodies from a CSV or xlsx table with a row of heads, or from JSON lines. A body is known again by name, kind and
 * region: its facts are brought up to date, its place stays (moving it has its own way). A row that is wrong is left out
 * and reported; the others are loaded. A body without a named parent stands below the service office of its region.
 */
export async function importOrganizations(ctx: Context, file: string): Promise<OrganizationImportReport> {
  const report: OrganizationImportReport = { rows: 0, added: 0, updated: 0, unchanged: 0, problems: [] };
  for await (const { row, cells, problem } of rowsOf(file)) {
    report.rows += 1;
    try {
      if (problem) throw new RowProblem(problem);
      report[await takeRow(ctx, cells)] += 1;
    } catch (error) {
      if (!(error instanceof RowProblem || error instanceof AppError)) throw error;
      report.problems.push({ row, ...(cells.name ? { name: cells.name } : {}), problem: error.message });
    }
  }
  await recordAudit(ctx, {
    action: 'organization.imported',
    subject: { kind: 'organization', id: 'import' },
    reason: `${report.added} added, ${report.updated} updated, ${report.problems.length} problems`,
  });
  return report;
}

interface Row {
  row: number;
  cells: Cells;
  problem?: string;
}

function rowsOf(file: string): AsyncGenerator<Row> {
  return /\.jsonl?$/i.test(file) ? jsonRows(file) : sheetRows(file);
}

async function* jsonRows(file: string): AsyncGenerator<Row> {
  let row = 0;
  const lines = createInterface({ input: createReadStream(file, { encoding: 'utf8' }), crlfDelay: Infinity });
  for await (const line of lines) {
    row += 1;
    const text = line.replace(/^\uFEFF/, '').trim();
    if (text === '') continue;
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError();
      const cells = Object.entries(value).map(([head, cell]) => [
        columns[head] ?? head,
        String(cell ?? '').trim(),
      ]);
      yield { row, cells: Object.fromEntries(cells) as Cells };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      yield { row, cells: {}, problem: '这一行不是 JSON 对象' };
    }
  }
}

async function* sheetRows(file: string): AsyncGenerator<Row> {
  let heads: string[] | undefined;
  for await (const { line, cells } of readSheet(file, await detectFormat(file))) {
    if (!heads) {
      heads = cells.map((cell) => columns[cell.trim()] ?? cell.trim());
      continue;
    }
    const named = heads.map((head, at) => [head, (cells[at] ?? '').trim()]);
    yield { row: line, cells: Object.fromEntries(named) as Cells };
  }
}

async function takeRow(ctx: Context, cells: Cells): Promise<'added' | 'updated' | 'unchanged'> {
  const input = readRow(cells);
  const { name, kind, regionCode } = input;
  const known = await OrganizationModel.findOne({
    name,
    kind,
    regionCode,
    closedAt: { $exists: false },
  }).lean();
  if (!known) {
    const parentId = await parentOf(input, cells.parent);
    await createOrganization(ctx, { ...input, ...(parentId ? { parentId } : {}) }, '导入');
    return 'added';
  }
  if (cells.parent) await checkParent(known, cells.parent);
  const facts = {
    name,
    shortName: input.shortName ?? known.shortName,
    ...pick(input, known, 'address'),
    ...pick(input, known, 'phone'),
    ...pick(input, known, 'annualRatePercent'),
    ...pick(input, known, 'isBenchmark'),
  };
  const isSame = Object.entries(facts).every(
    ([field, value]) => known[field as keyof OrganizationDoc] === value,
  );
  if (isSame) return 'unchanged';
  await updateOrganization(ctx, known._id.toString(), { ...facts, reason: '导入' });
  return 'updated';
}

/** The row's value, else the one known: an empty cell takes nothing away. */
function pick<K extends 'address' | 'phone' | 'annualRatePercent' | 'isBenchmark'>(
  input: OrganizationInput,
  known: OrganizationDoc,
  field: K,
): { [F in K]?: OrganizationDoc[F] } {
  const value = input[field] ?? known[field];
  return value === undefined ? {} : ({ [field]: value } as { [F in K]?: OrganizationDoc[F] });
}

function readRow(cells: Cells): OrganizationInput {
  const problems: string[] = [];
  const name = cells.name ?? '';
  if (name === '' || name.length > 60) problems.push('名称：必填，最多 60 个字');
  const kind = kindNames[cells.kind ?? ''] ?? organizationKinds.find((each) => each === cells.kind);
  if (!kind) problems.push(`类别：只能是${Object.keys(kindNames).join('、')}`);
  const regionCode = cells.regionCode ?? '';
  if (!findRegion(regionCode)) problems.push('区划代码：没有这个代码');
  const rate = cells.annualRatePercent ? Number(cells.annualRatePercent.replace(/%$/, '')) : undefined;
  if (rate !== undefined && !(rate >= 0 && rate <= 36))
    problems.push('年费率：要是 0 到 36 的数字，单位是百分之一');
  const isBenchmark = cells.isBenchmark ? benchmarkWords[cells.isBenchmark] : undefined;
  if (cells.isBenchmark && isBenchmark === undefined) problems.push('标杆：只能写“是”或“否”');
  if (cells.phone && !/^[0-9()（）+\- ]{5,30}$/.test(cells.phone))
    problems.push('电话：只能有数字、括号、空格、+ 和 -');
  if (!kind || problems.length > 0) throw new RowProblem(problems.join('；'));
  return {
    name,
    kind,
    regionCode,
    ...(cells.shortName ? { shortName: cells.shortName } : {}),
    ...(cells.address ? { address: cells.address } : {}),
    ...(cells.phone ? { phone: cells.phone } : {}),
    ...(rate === undefined ? {} : { annualRatePercent: rate }),
    ...(isBenchmark === undefined ? {} : { isBenchmark }),
  };
}

const benchmarkWords: Record<string, boolean> = { 是: true, 否: false, true: true, false: false };

async function parentOf(
  { kind, regionCode }: OrganizationInput,
  named: string | undefined,
): Promise<string | undefined> {
  if (named) return (await bodyNamed(named))._id.toString();
  const desk = kind === 'service-office' ? findRegion(regionCode)?.parentCode : regionCode;
  return desk === undefined ? undefined : (await findDesk(desk)).id;
}

async function checkParent(known: OrganizationDoc, named: string): Promise<void> {
  const parent = await bodyNamed(named);
  if (!known.parentId?.equals(parent._id))
    throw new RowProblem('上级：和现在的不同，移动单位请在控制台的“机构”里办，会留下依据');
}

async function bodyNamed(name: string): Promise<OrganizationDoc> {
  const [found, other] = await OrganizationModel.find({ name, closedAt: { $exists: false } })
    .limit(2)
    .lean();
  if (!found) throw new RowProblem(`上级：没有名称是“${name}”的单位`);
  if (other) throw new RowProblem(`上级：名称是“${name}”的单位不止一个`);
  return found;
}
