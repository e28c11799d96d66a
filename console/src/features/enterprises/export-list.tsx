import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { refusalText } from '../../api/request';
import { Labelled } from '../../components/labelled';
import { downloadCsv } from './transfer';
import type { Filters } from './use-filters';

/** Takes the narrowed list away as CSV; what for is asked and recorded. */
export function ExportList({ filters, total }: { filters: Filters; total: number }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isMaking, setIsMaking] = useState(false);
  const [reason, setReason] = useState('');
  const { message } = App.useApp();
  const make = async () => {
    setIsMaking(true);
    try {
      await downloadCsv('/enterprise-exports', { ...filters, reason: reason.trim() });
      setIsOpen(false);
      setReason('');
    } catch (error) {
      void message.error(refusalText(error, '没有导出来，请再试一次'));
    } finally {
      setIsMaking(false);
    }
  };
  return (
    <>
      <Button icon={<DownloadOutlined />} disabled={total === 0} onClick={() => setIsOpen(true)}>
        导出 CSV
      </Button>
      <Modal
        open={isOpen}
        title={`导出 ${total.toLocaleString('zh-CN')} 家企业`}
        okText="导出"
        okButtonProps={{ disabled: reason.trim() === '', loading: isMaking }}
        onOk={() => void make()}
        onCancel={() => setIsOpen(false)}
      >
        <p className="meta">按现在的筛选条件。谁导出、为什么，都会记入审计记录。</p>
        <Labelled label="用途" share="full">
          <Input.TextArea
            value={reason}
            maxLength={200}
            showCount
            rows={3}
            placeholder="如：2026 年第二季度走访"
            onChange={({ target }) => setReason(target.value)}
          />
        </Labelled>
      </Modal>
    </>
  );
}
