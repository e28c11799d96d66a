import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { refusalText, request } from '../../api/request';
import { Labelled } from '../../components/labelled';
import type { Search } from './audit-search';

/** Takes what the search finds away as CSV; the reason is asked for and recorded. */
export function ExportEntries({ search }: { search: Search }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isMaking, setIsMaking] = useState(false);
  const [reason, setReason] = useState('');
  const { message } = App.useApp();
  const make = async () => {
    setIsMaking(true);
    try {
      const file = await request('POST /audit/exports', { body: { ...search, reason: reason.trim() } });
      save(file.fileName, file.content);
      setIsOpen(false);
      setReason('');
      void message.success(
        file.isCut
          ? `导出了最近 ${file.rows.toLocaleString('zh-CN')} 条，更早的请缩小时间再导`
          : `导出了 ${file.rows.toLocaleString('zh-CN')} 条`,
      );
    } catch (error) {
      void message.error(refusalText(error, '没有导出来，请再试一次'));
    } finally {
      setIsMaking(false);
    }
  };
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => setIsOpen(true)}>
        导出 CSV
      </Button>
      <Modal
        open={isOpen}
        title="导出审计记录"
        okText="导出"
        okButtonProps={{ disabled: reason.trim() === '', loading: isMaking }}
        onOk={() => void make()}
        onCancel={() => setIsOpen(false)}
      >
        <p className="meta">按现在的查找条件，最多一万条。导出和理由都会记入审计记录。</p>
        <Labelled label="理由" share="full">
          <Input.TextArea
            value={reason}
            maxLength={200}
            showCount
            rows={3}
            placeholder="如：2026 年第四季度例行检查"
            onChange={({ target }) => setReason(target.value)}
          />
        </Labelled>
      </Modal>
    </>
  );
}

function save(fileName: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
