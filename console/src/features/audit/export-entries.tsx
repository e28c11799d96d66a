import { keepFile } from '../../api/keep-file';
import { request } from '../../api/request';
import { ExportButton } from '../../components/export-button';
import type { Search } from './audit-search';

/** Takes what the search finds away as CSV; the reason is asked for and recorded. */
export function ExportEntries({ search }: { search: Search }) {
  const make = async (reason: string) => {
    const { fileName, content, rows, isCut } = await request('POST /audit/exports', {
      body: { ...search, reason },
    });
    keepFile(fileName, new Blob([content], { type: 'text/csv;charset=utf-8' }));
    return isCut
      ? `导出了最近 ${rows.toLocaleString('zh-CN')} 条，更早的请缩小时间再导`
      : `导出了 ${rows.toLocaleString('zh-CN')} 条`;
  };
  return (
    <ExportButton
      title="导出审计记录"
      text="按现在的查找条件，最多一万条。导出和理由都会记入审计记录。"
      label="理由"
      placeholder="如：2026 年第四季度例行检查"
      onGive={make}
    />
  );
}
