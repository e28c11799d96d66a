import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import type { Office } from '@contract/index';
import { request } from '../../api/request';

/** Chooses one of my bodies, one right below them, or any by its name; the API refuses what I don't administer. */
export function BodySelect({
  value,
  onChange,
  own,
  withAll = false,
}: {
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
  own: Office[];
  /** Also “all of my bodies”. */
  withAll?: boolean;
}) {
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const ownIds = own.map(({ organization }) => organization.id);
  const below = useQuery({
    queryKey: ['organizations', 'below', ownIds],
    queryFn: async () =>
      (
        await Promise.all(ownIds.map((parentId) => request('GET /organizations', { query: { parentId } })))
      ).flat(),
  });
  const found = useQuery({
    queryKey: ['organizations', 'named', words],
    queryFn: () => request('GET /organizations', { query: { q: words } }),
    enabled: words.length > 0,
  });
  const bodies = words
    ? (found.data ?? [])
    : [...own.map(({ organization }) => organization), ...(below.data ?? [])];
  const options = [...new Map(bodies.map(({ id, name }) => [id, name]))].map(([id, name]) => ({
    value: id,
    label: name,
  }));
  return (
    <Select
      aria-label="单位"
      style={{ width: '100%', maxWidth: 360 }}
      showSearch
      filterOption={false}
      allowClear={withAll}
      placeholder={withAll ? '我管理的全部单位' : '选单位，或输名字找'}
      value={value}
      options={options.slice(0, 100)}
      loading={below.isFetching || found.isFetching}
      onSearch={setTyped}
      onChange={(id: string | undefined) => {
        setTyped('');
        onChange?.(id);
      }}
      notFoundContent={found.isFetching ? '正在找' : '没有找到'}
    />
  );
}
