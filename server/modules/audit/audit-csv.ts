import type { AuditEntry } from '@contract/audit';
import { csvHead, csvLine } from '../../csv';

const columns: [string, (entry: AuditEntry) => string | undefined][] = [
  ['时间', ({ at }) => new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })],
  ['人员', ({ actor }) => actor.name ?? (actor.kind === 'guest' ? '未登录' : '')],
  ['人员编号', ({ actor }) => actor.personId],
  ['动作', ({ action }) => action],
  ['对象', ({ subject }) => subject.kind],
  ['对象编号', ({ subject }) => subject.id],
  ['企业', ({ enterprise }) => enterprise?.name],
  ['理由', ({ reason }) => reason],
  ['地址', ({ address }) => address],
  ['客户端', ({ agent }) => agent],
  ['请求编号', ({ requestId }) => requestId],
  ['记录编号', ({ id }) => id],
];

/** Entries as CSV with a byte-order mark, times in Asia/Shanghai. */
export function toCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => csvLine(columns.map(([, read]) => read(entry) ?? '')));
  return `${csvHead(columns.map(([name]) => name))}${rows.join('')}`;
}
