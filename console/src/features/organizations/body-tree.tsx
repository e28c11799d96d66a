import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Tree } from 'antd';
import { useDeferredValue, useState, type Key } from 'react';
import type { Organization, OrganizationDetail } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { organizationKindText } from './words';

interface Node {
  key: string;
  title: string;
  isLeaf: boolean;
  children?: Node[];
}

/** Bodies of one level; each opens the level below it when it is asked for. */
export function BodyTree({
  selectedId,
  onSelect,
}: {
  selectedId: string | undefined;
  onSelect: (id: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  return (
    <section className="panel" aria-label="机构树">
      <div className="panel-head">
        <Input.Search
          allowClear
          aria-label="按名称找单位"
          placeholder="按名称找单位"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {words ? (
        <Found words={words} selectedId={selectedId} onSelect={onSelect} />
      ) : (
        <Levels selectedId={selectedId} onSelect={onSelect} />
      )}
    </section>
  );
}

function Found({
  words,
  selectedId,
  onSelect,
}: {
  words: string;
  selectedId: string | undefined;
  onSelect: (id: string) => void;
}) {
  const found = useQuery({
    queryKey: ['organizations', 'found', words],
    queryFn: () => request('GET /organizations', { query: { q: words, withClosed: true } }),
  });
  const bodies = found.data ?? [];
  return (
    <StateView query={found} isEmpty={bodies.length === 0} empty={`没有名称里有“${words}”的单位`}>
      <ul className="scroll">
        {bodies.slice(0, 200).map(({ id, name, kind, regionName, isClosed }) => (
          <li key={id}>
            <button
              type="button"
              className="choice"
              aria-pressed={id === selectedId}
              onClick={() => onSelect(id)}
            >
              <span className="row">
                <span className="cut grow">{name}</span>
                {isClosed && <span className="meta">已撤销</span>}
              </span>
              <span className="meta">
                {regionName} {organizationKindText[kind]}
              </span>
            </button>
          </li>
        ))}
        {bodies.length > 200 && (
          <li className="meta body-more">还有 {bodies.length - 200} 个，把名称写全一点</li>
        )}
      </ul>
    </StateView>
  );
}

function Levels({
  selectedId,
  onSelect,
}: {
  selectedId: string | undefined;
  onSelect: (id: string) => void;
}) {
  const queries = useQueryClient();
  const [levels, setLevels] = useState<ReadonlyMap<string, Organization[]>>(new Map());
  const [opened, setOpened] = useState<Key[]>();
  const roots = useQuery({
    queryKey: ['organizations', 'level', ''],
    queryFn: () => request('GET /organizations', { query: { rootsOnly: true } }),
  });
  const below = (parentId: string) =>
    queries.fetchQuery({
      queryKey: ['organizations', 'level', parentId],
      queryFn: () => request('GET /organizations', { query: { parentId } }),
    });
  // The way down to the chosen body stands open from the start.
  const way = useQuery({
    queryKey: ['organizations', 'way', selectedId],
    queryFn: async () => {
      if (!selectedId) return [];
      const detail = await queries.fetchQuery<OrganizationDetail>({
        queryKey: ['organization', selectedId],
        queryFn: () => request('GET /organizations/:id', { params: { id: selectedId } }),
      });
      const ids = [...detail.path.map(({ id }) => id), selectedId];
      return Promise.all(ids.map(async (id) => [id, await below(id)] as const));
    },
  });
  const known = new Map([...levels, ...(way.data ?? [])]);
  const toNode = ({ id, shortName, name, hasChildren, kind, regionName }: Organization): Node => ({
    key: id,
    title: kind === 'service-office' ? `${regionName}企业服务办` : (name ?? shortName),
    isLeaf: !hasChildren,
    children: known.get(id)?.map(toNode),
  });
  return (
    <StateView
      query={{
        isPending: roots.isPending || way.isPending,
        error: roots.error ?? way.error,
        data: roots.data && way.data,
        refetch: () => Promise.all([roots.refetch(), way.refetch()]),
      }}
      isEmpty={roots.data?.length === 0}
      empty="还没有单位。用 npm run import -- organizations --henan 装入全省的企业服务办。"
    >
      <div className="scroll body-tree">
        <Tree<Node>
          blockNode
          treeData={roots.data?.map(toNode) ?? []}
          selectedKeys={selectedId ? [selectedId] : []}
          expandedKeys={opened ?? (way.data ?? []).map(([id]) => id)}
          onExpand={setOpened}
          onSelect={([key]) => key !== undefined && onSelect(String(key))}
          loadData={async ({ key }) => {
            const children = await below(String(key));
            setLevels((before) => new Map([...before, [String(key), children]]));
          }}
        />
      </div>
    </StateView>
  );
}
