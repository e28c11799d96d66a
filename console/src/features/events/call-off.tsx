import type { Event } from '@contract/index';
import { request } from '../../api/request';
import { ReasonDialog } from '../../components/reason-dialog';
import { useAct } from '../../components/use-act';

/** Calls an event off, with the reason that everybody who signed up will read. */
export function CallOff({ event, isOpen, onClose }: { event: Event; isOpen: boolean; onClose: () => void }) {
  const { isActing, act } = useAct({ stale: [['events']], otherwise: '没有取消，请再试一次' });
  const callOff = (reason: string) =>
    act(async () => {
      await request('POST /events/:id/cancellation', { params: { id: event.id }, body: { reason } });
      onClose();
      return event.seatsTaken > 0 ? '活动已取消，已通知报名的人' : '活动已取消';
    });
  return (
    <ReasonDialog
      title={`取消“${event.title}”？`}
      text={`${
        event.seatsTaken > 0 ? `已报名的 ${event.seatsTaken} 人会收到消息和原因，` : ''
      }入场码全部作废，取消后不能恢复。`}
      label="取消原因"
      placeholder="为什么取消（必填，报名的人会看到）"
      maxLength={200}
      okText="取消活动"
      cancelText="不取消"
      isDanger
      isOpen={isOpen}
      isSaving={isActing}
      onClose={onClose}
      onGive={(reason) => void callOff(reason)}
    />
  );
}
