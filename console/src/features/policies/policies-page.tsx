import { GlobalOutlined, PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented, Table, type TableColumnsType } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { PolicyRow } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { levelText, policyKindText, policyStatusText, policyTopicText } from '@contract/words';
import { policyStatusTone } from '../../format/texts';
import { dayText } from '../../format/time';
import { useKeys, Kbd, KeyBar, type KeyBinding } from '../../components/keys';
import { useWidth } from '../../components/use-width';

const columns: TableColumnsType<PolicyRow> = [
  {
    title: '政策',
    render: (_, policy) => (
      <>
        <div className="strong">{policy.title}</div>
        <div className="meta">{[policy.docNo, policy.issuer].filter(Boolean).join(' · ')}</div>
      </>
    ),
  },
  {
    title: '层级 / 类型',
    width: 150,
    render: (_, policy) => `${levelText[policy.level]} · ${policyKindText[policy.kind]}`,
  },
  {
    title: '主题',
    width: 150,
    render: (_, policy) => policy.topics.map((topic) => policyTopicText[topic]).join('、'),
  },
  {
    title: '给什么',
    width: 240,
    render: (_, policy) => policy.benefit ?? <span className="meta">不涉及</span>,
  },
  {
    title: '截止',
    width: 150,
    render: (_, policy) =>
      policy.deadline ? (
        dayText(policy.deadline)
      ) : (
        <span className="meta">{policy.benefit ? '常年受理' : ''}</span>
      ),
  },
  {
    title: '状态',
    width: 90,
    render: (_, policy) => (
      <Tone tone={policyStatusTone[policy.status]}>{policyStatusText[policy.status]}</Tone>
    ),
  },
];

/** The library: published policies with search, and the drafts of my body. */
export function PoliciesPage() {
  const navigate = useNavigate();
  const [group, setGroup] = useState<'published' | 'drafts'>('published');
  const [search, setSearch] = useState('');
  const published = useInfiniteQuery({
    queryKey: ['policies', 'list', search],
    queryFn: ({ pageParam }) =>
      request('GET /policies', {
        query: { limit: 50, ...(search ? { q: search } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const drafts = useQuery({
    queryKey: ['policies', 'drafts'],
    queryFn: () => request('GET /policies/drafts'),
  });
  const rows =
    group === 'published' ? (published.data?.pages.flatMap((page) => page.items) ?? []) : (drafts.data ?? []);
  const state = group === 'published' ? published : drafts;
  const width = useWidth();
  const searchField = useRef<HTMLDivElement>(null);
  const keys: KeyBinding[] = [
    { key: 'n', hint: '新政策', run: () => void navigate('/policies/new') },
    { key: '/', hint: '搜索', run: () => searchField.current?.querySelector('input')?.focus() },
  ];
  useKeys(keys);
  return (
    <>
      <div className="page-head" ref={searchField}>
        <h1>政策</h1>
        <Segmented
          value={group}
          onChange={setGroup}
          options={[
            { value: 'published', label: '已发布' },
            { value: 'drafts', label: `草稿 ${drafts.data?.length ?? ''}`.trim() },
          ]}
        />
        <span className="grow" />
        {group === 'published' && (
          <Input.Search
            allowClear
            placeholder="标题、文号、正文"
            aria-label="搜索政策"
            suffix={<Kbd>/</Kbd>}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            style={{ width: 280 }}
            maxLength={60}
            onSearch={(text) => setSearch(text.trim())}
          />
        )}
        <Button href="/portal" target="_blank" icon={<GlobalOutlined />}>
          公开页
        </Button>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate('/policies/new')}>
          新政策<Kbd>N</Kbd>
        </Button>
      </div>
      <div className="page-body">
        <div className="panel">
          <StateView
            query={state}
            isEmpty={rows.length === 0}
            empty={group === 'drafts' ? '没有草稿' : search ? `没有写到“${search}”的政策` : '还没有发布政策'}
          >
            <Table
              size="small"
              rowKey="id"
              columns={
                width === 'phone' ? [columns[0], columns[5]].flatMap((column) => column ?? []) : columns
              }
              dataSource={rows}
              pagination={false}
              {...(width === 'phone' ? {} : { scroll: { x: 860 } })}
              onRow={(policy) => ({
                onClick: () => void navigate(`/policies/${policy.id}`),
                style: { cursor: 'pointer' },
              })}
            />
            {group === 'published' && published.hasNextPage && (
              <div className="row" style={{ justifyContent: 'center', padding: 12 }}>
                <Button loading={published.isFetchingNextPage} onClick={() => void published.fetchNextPage()}>
                  再看 50 件
                </Button>
              </div>
            )}
          </StateView>
        </div>
      </div>
      <KeyBar bindings={keys} />
    </>
  );
}
