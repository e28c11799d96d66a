import { EyeOutlined } from '@ant-design/icons';
import { App, Button, Input } from 'antd';
import type { Issue } from '@contract/index';
import { categoryText } from '@/format/issues';
import { issueSourceText, ratingResultText } from '@contract/words';
import { request } from '../../api/request';
import { Facts } from '../../components/facts';
import { FileList } from '../../components/file-list';
import { useAct } from '../../components/use-act';
import { moment } from '../../format/time';

/** Who asks, what for, and what was answered. */
export function IssueFacts({ issue }: { issue: Issue }) {
  const showPhone = useContactView(issue.id);
  return (
    <section className="panel" aria-label="事实">
      <div className="panel-head">
        <h2>事实</h2>
      </div>
      <div className="panel-body stack scroll">
        <Facts
          rows={[
            [
              '企业',
              <>
                {issue.enterprise.name}
                <div className="meta">{issue.enterprise.regionName}</div>
              </>,
            ],
            [
              '联系人',
              <span className="row wrap">
                {issue.contactName} {issue.maskedContactPhone}
                {issue.maskedContactPhone && (
                  <Button type="link" size="small" icon={<EyeOutlined />} onClick={showPhone}>
                    显示并留痕
                  </Button>
                )}
              </span>,
            ],
            ['类别', categoryText(issue)],
            ['来源', `${issueSourceText[issue.source]}，${moment(issue.submittedAt)}`],
            [
              '首问',
              issue.firstOwner && `${issue.firstOwner.name}，${issue.firstOwner.organization.shortName}`,
            ],
          ]}
        />
        <p className="pre small issue-ask">{issue.body}</p>
        <FileList files={issue.files} />
        {issue.answer && (
          <div>
            <p className="meta">
              {issue.answer.by.name}，{issue.answer.by.organization.shortName}，{moment(issue.answer.at)}
              答复
            </p>
            <p className="quote pre small">{issue.answer.text}</p>
            <FileList files={issue.answer.files} />
          </div>
        )}
        {issue.rating && (
          <p className="small">
            企业评价 <b>{ratingResultText[issue.rating.result]}</b>
            {issue.rating.stars ? `，${issue.rating.stars} 星` : ''}
            {issue.rating.words ? `，“${issue.rating.words}”` : ''}
          </p>
        )}
      </div>
    </section>
  );
}

/** Shows the contact's phone after the officer has said why; that is audited. */
function useContactView(id: string): () => void {
  const { modal } = App.useApp();
  const { act } = useAct({ otherwise: '没有显示，请再试一次' });
  return () => {
    let reason = '联系企业了解情况';
    modal.confirm({
      title: '显示电话并留痕',
      content: (
        <label>
          <span className="meta">为什么要看（记入审计）</span>
          <Input defaultValue={reason} maxLength={100} onChange={(event) => (reason = event.target.value)} />
        </label>
      ),
      okText: '显示',
      onOk: () =>
        act(async () => {
          const { name, phone } = await request('POST /issues/:id/contact-views', {
            params: { id },
            body: { reason: reason.trim() || '联系企业' },
          });
          modal.info({ title: name, content: <span className="mono">{phone}</span> });
        }),
    });
  };
}
