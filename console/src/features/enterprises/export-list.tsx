import { ExportButton } from '../../components/export-button';
import { downloadCsv } from './transfer';
import type { Filters } from './use-filters';

/** Takes the narrowed list away as CSV; what for is asked and recorded. */
export function ExportList({ filters, total }: { filters: Filters; total: number }) {
  return (
    <ExportButton
      title={`导出 ${total.toLocaleString('zh-CN')} 家企业`}
      text="按现在的筛选条件。谁导出、为什么，都会记入审计记录。"
      label="用途"
      placeholder="如：2026 年第二季度走访"
      isDisabled={total === 0}
      onGive={(reason) => downloadCsv('/enterprise-exports', { ...filters, reason })}
    />
  );
}
