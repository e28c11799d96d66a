import { useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Event } from '@contract/index';
import { refusalText, request } from '../../api/request';

/** Calls an event off, with the reason that everybody who signed up will read. */
export function CallOff({ event, isOpen, onClose }: { event: Event; isOpen: boolean; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const callOff = async () => {
    setIsSaving(true);
    try {
      await request('POST /events/:id/cancellation', {
        params: { id: event.id },
        body: { reason: reason.trim() },
      });
      void message.success(event.seatsTaken > 0 ? '活动已取消，已通知报名的人' : '活动已取消');
      onClose();
    } catch (error) {
      void message.error(refusalText(error, '没有取消，请再试一次'));
    } finally {
      setIsSaving(false);
      await queries.invalidateQueries({ queryKey: ['events'] });
    }
  };
  return (
    <Modal
      title={`取消“${event.title}”？`}
      open={isOpen}
      onCancel={onClose}
      onOk={() => void callOff()}
      okText="取消活动"
      okButtonProps={{ danger: true, disabled: !reason.trim(), loading: isSaving }}
      cancelText="不取消"
      width={440}
    >
      <div className="stack">
        <p>
          {event.seatsTaken > 0 && `已报名的 ${event.seatsTaken} 人会收到消息和原因，`}
          入场码全部作废，取消后不能恢复。
        </p>
        <Input.TextArea
          value={reason}
          maxLength={200}
          showCount
          autoSize={{ minRows: 2 }}
          placeholder="为什么取消（必填，报名的人会看到）"
          aria-label="取消原因"
          onChange={(change) => setReason(change.target.value)}
        />
      </div>
    </Modal>
  );
}
