import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Progress, Table } from 'antd';
import { Link, useParams } from 'react-router';
import type { EnterpriseImportDetail } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import './enterprises.css';
import { ColumnsForm } from './columns-form';
import { importStatusText, importStatusTone, percentOf } from './import-words';
import { downloadCsv } from './transfer';

/** One import: confirm its columns, watch it, and see what was wrong. */
export function ImportPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['enterprise-import', id],
    queryFn: () => request('GET /enterprise-imports/:id', { params: { id } }),
    refetchInterval: ({ state }) =>
      state.data && ['queued', 'running'].includes(state.data.status) ? 1_000 : false,
  });
  const { data } = query;
  return (
    <StateView query={query}>
      {data && (
        <>
          <div className="page-head">
            <Link to="/enterprises/imports">导入名单</Link>
            <h1 className="cut">{data.fileName}</h1>
            <Tone tone={importStatusTone[data.status]}>{importStatusText[data.status]}</Tone>
            <span className="meta">
              {data.format}，{data.rows.toLocaleString('zh-CN')} 行
            </span>
          </div>
          <div className="import-page">
            {data.status === 'uploaded' ? (
              <ColumnsForm key={data.id} detail={data} />
            ) : (
              <Result detail={data} />
            )}
          </div>
        </>
      )}
    </StateView>
  );
}

function Result({ detail }: { detail: EnterpriseImportDetail }) {
  const { modal } = App.useApp();
  const stopping = useAct();
  const downloading = useAct({ otherwise: '没有下载下来，请再试一次' });
  const queries = useQueryClient();
  const isGoing = detail.status === 'queued' || detail.status === 'running';
  const { added, updated, unchanged, refused } = detail.counts;
  const stop = () =>
    modal.confirm({
      title: '停止导入？',
      content: '已经导入的行会留着，其余的不再导入。',
      okText: '停止',
      onOk: () =>
        stopping.act(async () => {
          const after = await request('POST /enterprise-imports/:id/stop', { params: { id: detail.id } });
          queries.setQueryData(['enterprise-import', detail.id], after);
        }),
    });
  const download = () => downloading.act(() => downloadCsv(`/enterprise-imports/${detail.id}/report`));
  return (
    <section className="panel" aria-label="导入结果">
      <div className="panel-body stack">
        <div className="row">
          <Progress
            percent={percentOf(detail)}
            status={detail.status === 'failed' ? 'exception' : isGoing ? 'active' : undefined}
            className="grow"
          />
          {isGoing && (
            <Button danger onClick={stop}>
              停止
            </Button>
          )}
        </div>
        {isGoing && (
          <p className="meta">
            已处理 {detail.processedRows.toLocaleString('zh-CN')} 行。可以离开这一页，导入会继续。
          </p>
        )}
        {detail.failure && <Alert type="error" showIcon title={detail.failure} />}
        <div className="figures import-figures">
          {(
            [
              ['新增', added],
              ['更新', updated],
              ['没有变化', unchanged],
              ['有问题', refused],
            ] as const
          ).map(([label, count]) => (
            <div key={label}>
              <b>{count.toLocaleString('zh-CN')}</b>
              <span className="meta">{label}</span>
            </div>
          ))}
        </div>
        {detail.problems.length > 0 && (
          <>
            <div className="row">
              <h2 className="grow">有问题的行（都没有导入）</h2>
              <Button onClick={() => void download()}>下载完整报告</Button>
            </div>
            <Table
              size="small"
              rowKey={({ line, field }) => `${line}${field}`}
              dataSource={detail.problems}
              columns={problemColumns}
              pagination={false}
              scroll={{ x: 640 }}
            />
            {refused > detail.problems.length && (
              <p className="meta">这里列出前 {detail.problems.length} 处，其余在报告里。</p>
            )}
          </>
        )}
        {detail.status === 'finished' && refused === 0 && <p className="green">每一行都没有问题。</p>}
      </div>
    </section>
  );
}

const problemColumns = [
  { title: '行', dataIndex: 'line', width: 72 },
  { title: '字段', dataIndex: 'field', width: 160 },
  {
    title: '填写内容',
    dataIndex: 'value',
    render: (value: string) => value || <span className="meta">空</span>,
  },
  { title: '问题', dataIndex: 'rule' },
];
