import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import type { PhoneTask } from '@contract/index';
import { phoneTaskStatuses, type PhoneTaskStatus } from '@contract/enums';
import { formatPast } from '@/format/dates';
import { serverNow } from '../../api/clock';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { Pager, useCursors } from '../accounts/pager';
import { PhoneTaskPanel } from './phone-task-panel';

const statusText: Record<PhoneTaskStatus, string> = {
  open: '要打电话',
  reached: '已告知',
  'not-reached': '没联系上',
  'not-needed': '不用打了',
};
const statusTone = { open: 'amber', reached: 'green', 'not-reached': 'red', 'not-needed': 'grey' } as const;

/** 联系不上: which enterprises did neither WeChat nor a text message reach, and who calls them? */
export function UnreachablePage() {
  const [status, setStatus] = useState<PhoneTaskStatus>('open');
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const pages = useCursors();
  const list = useQuery({
    queryKey: ['phone-tasks', status, pages.cursor],
    queryFn: () =>
      request('GET /phone-tasks', { query: { status, ...(pages.cursor ? { cursor: pages.cursor } : {}) } }),
    refetchInterval: 60_000,
  });
  const rows = list.data?.items ?? [];
  const selected = rows.find(({ id }) => id === selectedId) ?? rows[0];
  return (
    <>
      <div className="page-head">
        <h1>联系不上的企业</h1>
        <span className="meta">重要消息在微信和短信里都没有送到，请打电话告知</span>
        <span className="grow" />
        <Select
          aria-label="状态"
          value={status}
          style={{ width: 128 }}
          options={phoneTaskStatuses.map((value) => ({ value, label: statusText[value] }))}
          onChange={(value) => {
            setStatus(value);
            pages.reset();
          }}
        />
      </div>
      <StateView
        query={list}
        isEmpty={rows.length === 0}
        empty={
          status === 'open'
            ? '没有要打的电话。重要消息都送到了，送不到的会出现在这里。'
            : `没有“${statusText[status]}”的记录。`
        }
      >
        <div className="page-columns" style={{ gridTemplateColumns: '360px minmax(0, 1fr)' }}>
          <section className="panel" aria-label={statusText[status]}>
            <ul className="scroll">
              {rows.map((task) => (
                <li key={task.id}>
                  <Row
                    task={task}
                    isSelected={task.id === selected?.id}
                    onSelect={() => setSelectedId(task.id)}
                  />
                </li>
              ))}
            </ul>
            <Pager pages={pages} next={list.data?.next} total={list.data?.total} />
          </section>
          {selected && <PhoneTaskPanel key={selected.id} task={selected} />}
        </div>
      </StateView>
    </>
  );
}

function Row({ task, isSelected, onSelect }: { task: PhoneTask; isSelected: boolean; onSelect: () => void }) {
  return (
    <button type="button" className="choice" aria-pressed={isSelected} onClick={onSelect}>
      <span className="row">
        <span className="strong cut grow">{task.enterprise.name}</span>
        <Tone tone={statusTone[task.status]}>{statusText[task.status]}</Tone>
      </span>
      <span className="row meta">
        <span className="grow cut">{task.title}</span>
        {formatPast(task.openedAt, serverNow())}
      </span>
    </button>
  );
}
