import { InboxOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Upload } from 'antd';
import { Link, useNavigate } from 'react-router';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { moment } from '../../format/time';
import './enterprises.css';
import { countsText, importStatusText, importStatusTone } from './import-words';
import { uploadList } from './transfer';

/** 导入名单: drop a file, and what earlier files have become. */
export function ImportsPage() {
  const navigate = useNavigate();
  const { isActing, act } = useAct({ otherwise: '没有传上来，请再试一次' });
  const list = useQuery({
    queryKey: ['enterprise-imports'],
    queryFn: () => request('GET /enterprise-imports', { query: { limit: 50 } }),
    refetchInterval: 5_000,
  });
  const take = (file: File) =>
    act(async () => {
      const { id } = await uploadList(file);
      void navigate(`/enterprises/imports/${id}`);
    });
  const items = list.data?.items ?? [];
  return (
    <>
      <div className="page-head">
        <Link to="/enterprises">企业</Link>
        <h1>导入名单</h1>
      </div>
      <div className="import-columns">
        <Upload.Dragger
          accept=".csv,.txt,.xlsx"
          showUploadList={false}
          disabled={isActing}
          beforeUpload={(file) => {
            void take(file);
            return false;
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined />
          </p>
          <p className="ant-upload-text">
            {isActing ? '正在读文件…' : '把 CSV 或 xlsx 拖到这里，或点一下选文件'}
          </p>
          <p className="ant-upload-hint">
            最多 20 万行、50
            MB。要有统一社会信用代码、企业名称、所在地区、所属行业四列；先核对每列是什么，再开始导入。
          </p>
        </Upload.Dragger>
        <section className="panel" aria-label="导入记录">
          <div className="panel-head">
            <h2>导入记录</h2>
          </div>
          <StateView query={list} isEmpty={items.length === 0} empty="还没有导入过名单" rows={4}>
            <ul className="scroll">
              {items.map((item) => (
                <li key={item.id}>
                  <Link className="choice" to={`/enterprises/imports/${item.id}`}>
                    <span className="row">
                      <span className="strong cut grow">{item.fileName}</span>
                      <Tone tone={importStatusTone[item.status]}>{importStatusText[item.status]}</Tone>
                    </span>
                    <span className="row meta">
                      <span className="grow">
                        {item.processedRows > 0
                          ? countsText(item.counts)
                          : `${item.rows.toLocaleString('zh-CN')} 行`}
                      </span>
                      {item.createdBy}，{moment(item.createdAt)}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </StateView>
        </section>
      </div>
    </>
  );
}
