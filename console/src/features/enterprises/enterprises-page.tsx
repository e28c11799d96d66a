import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Select, Table } from 'antd';
import { Link } from 'react-router';
import { enterpriseSizes } from '@contract/enums';
import type { EnterpriseRow } from '@contract/index';
import { enterpriseSizeText } from '@contract/words';
import { request } from '../../api/request';
import { useMe } from '../../api/session';
import { StateView } from '../../components/state-view';
import { moment } from '../../format/time';
import './enterprises.css';
import { ExportList } from './export-list';
import { useFilters, type Filters } from './use-filters';

/** 企业: those that the officer's bodies look after, to find one or to take a list along. */
export function EnterprisesPage() {
  const me = useMe();
  const { filters, set, regions, industries } = useFilters();
  const list = useInfiniteQuery({
    queryKey: ['enterprises', filters],
    queryFn: ({ pageParam }) =>
      request('GET /enterprises', { query: { ...filters, limit: 50, cursor: pageParam || undefined } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = list.data?.pages[0]?.total;
  const isKeeper = me.offices.some(({ roles }) => roles.includes('desk') || roles.includes('org-admin'));
  const isNarrowed = Object.values(filters).some(Boolean);
  return (
    <>
      <div className="page-head">
        <h1>企业</h1>
        {total !== undefined && <span className="meta">{total.toLocaleString('zh-CN')} 家</span>}
        <span className="grow" />
        {isKeeper && <ExportList filters={filters} total={total ?? 0} />}
        {isKeeper && (
          <Link to="/enterprises/imports">
            <Button type="primary">导入名单</Button>
          </Link>
        )}
      </div>
      <div className="enterprise-filters">
        <Input.Search
          allowClear
          placeholder="名称，或信用代码的开头"
          aria-label="名称或信用代码"
          onSearch={(q) => set({ q: q || undefined })}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="地区"
          aria-label="地区"
          options={regions}
          onChange={(regionCode: string | undefined) => set({ regionCode })}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="行业"
          aria-label="行业"
          options={industries}
          onChange={(industryCode: string | undefined) => set({ industryCode })}
        />
        <Select
          allowClear
          placeholder="规模"
          aria-label="规模"
          options={[
            ...enterpriseSizes.map((size) => ({ value: size, label: enterpriseSizeText[size] })),
            { value: 'unknown' as const, label: '数据不全，未划型' },
          ]}
          onChange={(size: Filters['size']) => set({ size })}
        />
      </div>
      <StateView
        query={list}
        isEmpty={rows.length === 0}
        empty={
          isNarrowed
            ? '没有符合这些条件的企业'
            : isKeeper
              ? '还没有登记的企业，可以从名单导入'
              : '没有归您的单位服务的企业'
        }
      >
        <section className="panel enterprise-list" aria-label="企业列表">
          <Table<EnterpriseRow>
            size="middle"
            rowKey="id"
            dataSource={rows}
            columns={columns}
            pagination={false}
            scroll={{ x: 860 }}
          />
          <div className="panel-foot row">
            {list.hasNextPage ? (
              <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                再看 50 家
              </Button>
            ) : (
              <span className="meta">就这些了</span>
            )}
          </div>
        </section>
      </StateView>
    </>
  );
}

const columns = [
  {
    title: '企业名称',
    dataIndex: 'name',
    render: (name: string, { id }: EnterpriseRow) => <Link to={`/enterprises/${id}`}>{name}</Link>,
  },
  {
    title: '统一社会信用代码',
    dataIndex: 'creditCode',
    render: (code: string) => <span className="mono">{code}</span>,
  },
  { title: '地区', dataIndex: 'regionName' },
  { title: '行业', dataIndex: 'industryName' },
  {
    title: '规模',
    dataIndex: 'size',
    render: (size: EnterpriseRow['size']) =>
      size ? enterpriseSizeText[size] : <span className="meta">未划型</span>,
  },
  { title: '最近更新', dataIndex: 'updatedAt', render: (at: string) => moment(at) },
];
