import type { ImportStatus } from '@contract/enums';
import type { EnterpriseImport } from '@contract/index';
import type { ToneName } from '../../format/texts';

export const importStatusText: Record<ImportStatus, string> = {
  uploaded: '待核对列',
  queued: '排队中',
  running: '导入中',
  finished: '已完成',
  failed: '中途停下',
  stopped: '已停止',
};
export const importStatusTone: Record<ImportStatus, ToneName> = {
  uploaded: 'amber',
  queued: 'accent',
  running: 'accent',
  finished: 'green',
  failed: 'red',
  stopped: 'grey',
};

/** What became of the rows so far. */
export function countsText({ added, updated, unchanged, refused }: EnterpriseImport['counts']): string {
  const shown = (count: number) => count.toLocaleString('zh-CN');
  return `新增 ${shown(added)}，更新 ${shown(updated)}，没有变化 ${shown(unchanged)}，有问题 ${shown(refused)}`;
}

/** How far an import is, in percent. */
export function percentOf({ rows, processedRows }: Pick<EnterpriseImport, 'rows' | 'processedRows'>): number {
  return rows === 0 ? 100 : Math.floor((processedRows / rows) * 100);
}
