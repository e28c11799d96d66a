import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Select } from 'antd';
import { useState } from 'react';
import type { DutyHalf } from '@contract/enums';
import { dutyHalves } from '@contract/enums';
import type { Roster, WindowRow } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { useAct } from '../../components/use-act';
import { dayText } from '../../format/time';

const halfText: Record<DutyHalf, string> = { morning: '上午', afternoon: '下午' };
const keyOf = (day: string, half: DutyHalf) => `${day} ${half}`;

/** Who is on duty at a window in the next two weeks, by half days. */
export function RosterDialog({ window, onClose }: { window: WindowRow; onClose: () => void }) {
  const query = useQuery({
    queryKey: ['window', window.id, 'roster'],
    queryFn: () => request('GET /windows/:id/roster', { params: { id: window.id }, query: { days: 14 } }),
    staleTime: 0,
  });
  if (query.data && query.isFetchedAfterMount)
    return <RosterForm window={window} roster={query.data} onClose={onClose} />;
  return (
    <Modal open title={`${window.name}排班`} footer={null} onCancel={onClose}>
      <StateView query={{ ...query, isPending: !query.isFetchedAfterMount }}>{null}</StateView>
    </Modal>
  );
}

function RosterForm({ window, roster, onClose }: { window: WindowRow; roster: Roster; onClose: () => void }) {
  const { isActing, act } = useAct({ stale: [['window', window.id, 'roster'], ['windows']] });
  const [people, setPeople] = useState<ReadonlyMap<string, string>>(
    new Map(roster.duties.map(({ day, half, personId }) => [keyOf(day, half), personId])),
  );
  const options = roster.officers.map(({ id, name }) => ({ value: id, label: name }));
  const set = (key: string, personId: string | undefined) =>
    setPeople((before) => {
      const next = new Map(before);
      if (personId) next.set(key, personId);
      else next.delete(key);
      return next;
    });
  // Repeats the first week in the second: the usual case.
  const repeat = () =>
    setPeople((before) => {
      const next = new Map(before);
      for (const [at, day] of roster.days.entries()) {
        const model = roster.days[at - 7];
        if (!model) continue;
        for (const half of dutyHalves) {
          const personId = before.get(keyOf(model, half));
          if (personId) next.set(keyOf(day, half), personId);
        }
      }
      return next;
    });
  const save = () =>
    act(async () => {
      await request('PUT /windows/:id/roster', {
        params: { id: window.id },
        body: {
          days: roster.days,
          duties: roster.days.flatMap((day) =>
            dutyHalves.flatMap((half) => {
              const personId = people.get(keyOf(day, half));
              return personId ? [{ day, half, personId }] : [];
            }),
          ),
        },
      });
      onClose();
      return '值班表已存好';
    });
  return (
    <Modal
      open
      width={560}
      title={`${window.name}排班`}
      okText="存好"
      confirmLoading={isActing}
      okButtonProps={{ disabled: options.length === 0 }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      {options.length === 0 ? (
        <p className="amber">这个单位还没有受理或经办人员，先在“人员”里邀请。</p>
      ) : (
        <>
          <div className="row wrap">
            <p className="meta grow">排上的人最先对新来的诉求负责；没排的半天由值班员或负责人接。</p>
            <Button size="small" onClick={repeat}>
              第二周同第一周
            </Button>
          </div>
          <ul className="body-list hours-list">
            {roster.days.map((day) => (
              <li key={day} className="row wrap">
                <span className="roster-day">{dayText(day)}</span>
                {dutyHalves.map((half) => (
                  <Select
                    key={half}
                    allowClear
                    aria-label={`${day}${halfText[half]}`}
                    placeholder={halfText[half]}
                    className="grow"
                    value={people.get(keyOf(day, half))}
                    options={options}
                    onChange={(personId: string | undefined) => set(keyOf(day, half), personId)}
                  />
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
