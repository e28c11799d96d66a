import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { Query } from '@contract/index';
import { instantOfWall, wallText } from '../../format/time';
import { Labelled } from '../../components/labelled';
import { actionText } from './audit-words';

export type Search = Omit<Query<'GET /audit/entries'>, 'cursor' | 'limit'>;

const actions = Object.entries(actionText).map(([value, label]) => ({ value, label }));

/** What to look for in the trail; it is sent when asked for, as each look is recorded. */
export function AuditSearchForm({
  search,
  problem,
  onSearch,
}: {
  search: Search;
  /** What is wrong with the enterprise's code, where the search was refused for it. */
  problem: string | undefined;
  onSearch: (search: Search) => void;
}) {
  const [typed, setTyped] = useState(search);
  const set = (change: Partial<Search>) => setTyped({ ...typed, ...change });
  const text = (name: 'person' | 'record' | 'enterprise' | 'address', placeholder: string) => (
    <Input
      allowClear
      {...(name === 'enterprise' && problem ? { status: 'error' as const } : {})}
      value={typed[name] ?? ''}
      placeholder={placeholder}
      maxLength={60}
      onChange={({ target }) => set({ [name]: target.value.trim() || undefined })}
    />
  );
  const wall = (instant: string | undefined) => (instant ? dayjs(wallText(instant)) : null);
  return (
    <form
      className="panel audit-search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed);
      }}
    >
      <Labelled label="人员">{text('person', '姓名或编号')}</Labelled>
      <Labelled label="动作">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          className="fill"
          placeholder="全部"
          options={actions}
          value={typed.action ?? null}
          onChange={(action: string | null) => set({ action: action ?? undefined })}
        />
      </Labelled>
      <Labelled label="记录">{text('record', '记录编号')}</Labelled>
      <Labelled label="企业">
        {text('enterprise', '统一社会信用代码')}
        {problem && <span className="red">{problem}</span>}
      </Labelled>
      <Labelled label="地址">{text('address', 'IP 地址')}</Labelled>
      <Labelled label="时间">
        <DatePicker.RangePicker
          className="fill"
          showTime={{ format: 'HH:mm' }}
          format="MM-DD HH:mm"
          placeholder={['最早', '现在']}
          allowEmpty={[true, true]}
          value={[wall(typed.from), wall(typed.to)]}
          onChange={(range) => {
            const [from, to] =
              range?.map((day) => day && instantOfWall(day.format('YYYY-MM-DD HH:mm'))) ?? [];
            set({ from: from ?? undefined, to: to ?? undefined });
          }}
        />
      </Labelled>
      <div className="row">
        <Button type="primary" htmlType="submit">
          查找
        </Button>
        <Button
          onClick={() => {
            setTyped({});
            onSearch({});
          }}
        >
          清空
        </Button>
      </div>
    </form>
  );
}
