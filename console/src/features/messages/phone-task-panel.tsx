import { PhoneOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { PhoneTask, Reply } from '@contract/index';
import { request } from '../../api/request';
import { Facts } from '../../components/facts';
import { useAct } from '../../components/use-act';
import { moment } from '../../format/time';

type Numbers = Reply<'POST /phone-tasks/:id/numbers'>['people'];

/** One enterprise to call: whom, about what, and what came of it. */
export function PhoneTaskPanel({ task }: { task: PhoneTask }) {
  const [numbers, setNumbers] = useState<Numbers>();
  const [note, setNote] = useState('');
  const { isActing, act } = useAct({ stale: [['phone-tasks']] });
  const reveal = () =>
    act(async () => {
      setNumbers((await request('POST /phone-tasks/:id/numbers', { params: { id: task.id } })).people);
    });
  const record = (outcome: { isReached: boolean; isLast?: boolean }) =>
    act(async () => {
      await request('POST /phone-tasks/:id/calls', {
        params: { id: task.id },
        body: { ...outcome, ...(note.trim() ? { note: note.trim() } : {}) },
      });
      setNote('');
      return outcome.isReached ? '已记录：告知到了' : '已记录这次没打通';
    });

  return (
    <section className="panel" aria-label="电话任务">
      <div className="panel-head">
        <h2 className="cut">{task.enterprise.name}</h2>
      </div>
      <div className="panel-body stack scroll">
        <Facts
          rows={[
            ['要告知', `${task.title}。${task.text}`],
            ['打电话', task.assigneeName ?? '还没有人'],
            ['开始', moment(task.openedAt)],
            ...task.people.map(({ id, name, maskedPhone }): [string, string] => {
              const whole = numbers?.find((each) => each.id === id)?.phone;
              return [name || '未填姓名', whole ?? maskedPhone ?? '没有留号码，请打企业登记电话'];
            }),
          ]}
        />
        {task.people.length === 0 && <p className="meta">要告知的人已注销账号，请打企业登记电话。</p>}
        {task.people.some(({ maskedPhone }) => maskedPhone) && !numbers && (
          <Button icon={<PhoneOutlined />} loading={isActing} onClick={() => void reveal()}>
            看完整号码（会留记录）
          </Button>
        )}
        <h3>联系记录</h3>
        {task.calls.length === 0 && <p className="meta">还没有打过。</p>}
        <ul className="checks">
          {task.calls.map(({ at, byName, isReached, note: said }) => (
            <li key={at}>
              {moment(at)} {byName}：{isReached ? '告知到了' : '没打通'}
              {said ? `。${said}` : ''}
            </li>
          ))}
        </ul>
        {task.status === 'open' && (
          <Input.TextArea
            aria-label="说明"
            placeholder="说明，可不填：谁接的、约了什么时候再打"
            value={note}
            maxLength={200}
            showCount
            rows={3}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </div>
      {task.status === 'open' && (
        <div className="panel-foot row" style={{ flexWrap: 'wrap' }}>
          <Button type="primary" loading={isActing} onClick={() => void record({ isReached: true })}>
            告知到了
          </Button>
          <Button loading={isActing} onClick={() => void record({ isReached: false })}>
            没打通，再打
          </Button>
          <Button danger loading={isActing} onClick={() => void record({ isReached: false, isLast: true })}>
            不再打了
          </Button>
        </div>
      )}
    </section>
  );
}
