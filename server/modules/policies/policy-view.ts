import type { Policy, PolicyRow } from '@contract/policies';
import { regionName } from '../organizations/regions';
import type { PolicyDoc } from './policies.model';
import { nextDeadline, statusOn } from './policy-status';

/** A stored policy as a row of a list, on a day (YYYY-MM-DD). */
export function toPolicyRow(doc: PolicyDoc, today: string): PolicyRow {
  const deadline = nextDeadline(doc.items, today);
  const benefit = doc.items[0]?.benefit;
  return {
    id: doc._id.toString(),
    title: doc.title,
    ...(doc.docNo ? { docNo: doc.docNo } : {}),
    kind: doc.kind,
    issuer: doc.issuer,
    level: doc.level,
    regionCode: doc.regionCode,
    regionName: regionName(doc.regionCode),
    ...(doc.issuedOn ? { issuedOn: doc.issuedOn } : {}),
    ...(doc.effectiveOn ? { effectiveOn: doc.effectiveOn } : {}),
    ...(doc.validUntil ? { validUntil: doc.validUntil } : {}),
    topics: doc.topics,
    ...(doc.reading ? { reading: doc.reading } : {}),
    status: statusOn(doc, today),
    ...(benefit ? { benefit } : {}),
    ...(deadline ? { deadline } : {}),
  };
}

/** A stored policy in full, on a day (YYYY-MM-DD). */
export function toPolicy(doc: PolicyDoc, today: string): Policy {
  return {
    ...toPolicyRow(doc, today),
    bodyHtml: doc.bodyHtml,
    items: doc.items,
    ...(doc.supersededById ? { supersededById: doc.supersededById.toString() } : {}),
    ...(doc.sourceUrl ? { sourceUrl: doc.sourceUrl } : {}),
    ...(doc.publishedAt ? { publishedAt: doc.publishedAt.toISOString() } : {}),
    version: doc.version ?? 1,
    ...(doc.correctedAt ? { correctedAt: doc.correctedAt.toISOString() } : {}),
    ...(doc.correctionNote ? { correctionNote: doc.correctionNote } : {}),
    ...(doc.withdrawnAt ? { withdrawnAt: doc.withdrawnAt.toISOString() } : {}),
    ...(doc.withdrawalReason ? { withdrawalReason: doc.withdrawalReason } : {}),
  };
}
