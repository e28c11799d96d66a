import { Readable } from 'node:stream';
import type { Body } from '@contract';
import type { EnterpriseSize } from '@contract/enums';
import { accessible } from '../../access/access';
import type { Context } from '../../context';
import { csvHead, csvLine } from '../../csv';
import { recordAudit } from '../audit/audit.service';
import { dayOf } from '../issues/calendar';
import { regionFullName } from '../organizations/regions';
import { attributes, attributeText } from './attributes';
import { EnterpriseModel, type EnterpriseDoc } from './enterprises.model';
import { shownCode } from './enterprise-view.service';
import { filterConditions } from './profiles.service';
import { factsOf } from './facts';
import { industryName } from './industries';

const columns = ['employees', 'revenueFen', 'assetsFen', 'honours'] as const;

/** The list of enterprises in the caller's reach as CSV, row by row; who asked and what for stands in the audit trail. */
export async function exportEnterprises(
  ctx: Context,
  { reason, ...query }: Body<'POST /enterprise-exports'>,
): Promise<{ fileName: string; content: Readable }> {
  const condition = {
    $and: [accessible(ctx, 'export', 'enterprise', 'officer'), ...filterConditions(ctx, query)],
  };
  const count = await EnterpriseModel.countDocuments(condition);
  await recordAudit(ctx, {
    action: 'enterprise.exported',
    subject: { kind: 'enterprise', id: 'list' },
    reason: `${reason.trim()}（${count} 家）`,
  });
  return { fileName: `企业名单-${dayOf(ctx.now)}.csv`, content: Readable.from(exportLines(ctx, condition)) };
}

async function* exportLines(ctx: Context, condition: Record<string, unknown>): AsyncGenerator<string> {
  yield csvHead([
    '统一社会信用代码',
    '企业名称',
    '所在地区',
    '区划代码',
    '所属行业',
    '行业代码',
    '企业规模',
    '成立日期',
    '地址',
    ...columns.map((key) => attributes[key]?.label ?? key),
    '最近更新',
  ]);
  const docs = EnterpriseModel.find(condition)
    .sort({ updatedAt: -1, _id: -1 })
    .lean()
    .cursor({ batchSize: 500 });
  for await (const doc of docs) yield csvLine(exportCells(ctx, doc));
}

function exportCells(ctx: Context, doc: EnterpriseDoc): string[] {
  const size = factsOf(doc, ctx.now).size?.value as EnterpriseSize | undefined;
  return [
    shownCode(ctx, doc),
    doc.name,
    regionFullName(doc.regionCode),
    doc.regionCode,
    industryName(doc.industryCode),
    doc.industryCode,
    size ? attributeText('size', size) : '',
    doc.foundedOn ?? '',
    doc.address ?? '',
    ...columns.map((key) => {
      const fact = doc.facts[key];
      return fact ? attributeText(key, fact.value) : '';
    }),
    dayOf(doc.updatedAt),
  ];
}
