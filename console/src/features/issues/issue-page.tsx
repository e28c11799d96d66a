import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useNavigate, useParams } from 'react-router';
import type { Issue } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { TimeBar } from '../../components/time-bar';
import { Tone } from '../../components/tone';
import { useKeys } from '../../components/use-keys';
import { issueFieldText, issueKindText, issueSourceText, ratingResultText } from '@/format/codes';
import { issueStatusText, issueStatusTone } from '../../format/texts';
import { dayText, moment } from '../../format/time';
import { FileList } from './file-list';
import { IssueActions } from './issue-actions';
import { Ledger } from './ledger';

/** One issue: who owes what until when? Days left first, then facts, ledger and the next step. */
export function IssuePage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const query = useQuery({
    queryKey: ['issues', 'one', id],
    queryFn: () => request('GET /issues/:id', { params: { id } }),
  });
  useKeys({ Escape: () => void navigate('/issues') });
  return (
    <div className="page-body" style={{ paddingTop: 12 }}>
      <StateView
        isLoading={query.isPending}
        error={query.error}
        isEmpty={false}
        empty={null}
        onRetry={() => void query.refetch()}
      >
        {query.data && <IssueView issue={query.data} onBack={() => void navigate('/issues')} />}
      </StateView>
    </div>
  );
}

function IssueView({ issue, onBack }: { issue: Issue; onBack: () => void }) {
  return (
    <div className="stack">
      <div className="row">
        <Button icon={<ArrowLeftOutlined />} onClick={onBack} aria-label="返回问题列表">
          <kbd>Esc</kbd>
        </Button>
        <h1 className="cut" style={{ fontSize: 18 }}>
          {issue.title}
        </h1>
        <Tone tone={issueStatusTone[issue.status]}>{issueStatusText[issue.status]}</Tone>
        {issue.returnCount > 0 && <Tone tone="amber">退回 {issue.returnCount} 次</Tone>}
        {issue.disputeCount > 0 && <Tone tone="amber">争议重办</Tone>}
        <span className="grow" />
        <span className="mono meta">{issue.number}</span>
      </div>
      <div className="panel row" style={{ padding: 12, gap: 24, flexWrap: 'wrap' }}>
        <div>
          <TimeBar issue={issue} />
          <p className="meta" style={{ marginTop: 6 }}>
            {moment(issue.answerDueAt)} 前答复
          </p>
        </div>
        <div className="clock-strip grow" role="img" aria-label={`答复期限 ${moment(issue.answerDueAt)}`}>
          {issue.clock.map((day) => (
            <div key={day.date} className={day.kind === 'rest' ? 'clock-rest' : `clock-${day.state}`}>
              <i />
              {day.kind === 'rest'
                ? '休'
                : day.state === 'today'
                  ? '今天'
                  : dayText(day.date).replace(/^\d+月/, '')}
            </div>
          ))}
        </div>
        <div>
          <p className="meta">此刻责任人</p>
          <div className="row">
            <span className="avatar">{issue.accountable.name.slice(0, 1)}</span>
            <div>
              <div className="strong">{issue.accountable.name}</div>
              <div className="meta">{issue.accountable.organization.name}</div>
            </div>
          </div>
        </div>
      </div>
      <div className="issue-grid">
        <section className="panel" aria-label="事实">
          <div className="panel-head">事实</div>
          <div className="panel-body stack">
            <Facts issue={issue} />
            <p style={{ whiteSpace: 'pre-wrap' }}>{issue.body}</p>
            <FileList files={issue.files} />
            {issue.answer && (
              <div>
                <p className="meta">
                  {issue.answer.by.organization.shortName}答复，{moment(issue.answer.at)}
                </p>
                <p className="quote">{issue.answer.text}</p>
              </div>
            )}
            {issue.rating && (
              <p>
                企业评价：<b>{ratingResultText[issue.rating.result]}</b>
                {issue.rating.stars ? `，${issue.rating.stars} 星` : ''}
                {issue.rating.words ? `，“${issue.rating.words}”` : ''}
              </p>
            )}
          </div>
        </section>
        <section className="panel" aria-label="台账">
          <div className="panel-head">
            台账
            <Tone tone={issue.isChainValid ? 'green' : 'red'}>
              {issue.entries.length} 条{issue.isChainValid ? '相连，复算一致' : '，链条对不上'}
            </Tone>
          </div>
          <div className="panel-body">
            <Ledger entries={issue.entries} />
          </div>
        </section>
        <IssueActions key={`${issue.id}-${issue.status}-${issue.entries.length}`} issue={issue} />
      </div>
    </div>
  );
}

function Facts({ issue }: { issue: Issue }) {
  const { modal, message } = App.useApp();
  const showPhone = () => {
    let reason = '联系企业了解情况';
    modal.confirm({
      title: '显示电话并留痕',
      content: (
        <label>
          <span className="meta">为什么要看（会记入审计）</span>
          <Input defaultValue={reason} maxLength={100} onChange={(event) => (reason = event.target.value)} />
        </label>
      ),
      okText: '显示',
      onOk: async () => {
        try {
          const { name, phone } = await request('POST /issues/:id/contact-views', {
            params: { id: issue.id },
            body: { reason: reason.trim() || '联系企业' },
          });
          modal.info({ title: name, content: <span className="mono">{phone}</span> });
        } catch (error) {
          void message.error((error as Error).message);
        }
      },
    });
  };
  const rows: [string, React.ReactNode][] = [
    ['企业', `${issue.enterprise.name} · ${issue.enterprise.regionName}`],
    [
      '联系人',
      <>
        {issue.contactName} {issue.maskedContactPhone}{' '}
        {issue.maskedContactPhone && (
          <Button type="link" size="small" onClick={showPhone}>
            显示并留痕
          </Button>
        )}
      </>,
    ],
    ['类别', `${issueKindText[issue.kind]} · ${issueFieldText[issue.field]}`],
    ['来源', `${issueSourceText[issue.source]}，${moment(issue.submittedAt)}`],
    ...(issue.firstOwner
      ? ([['首问', `${issue.firstOwner.name}，${issue.firstOwner.organization.shortName}`]] as [
          string,
          React.ReactNode,
        ][])
      : []),
  ];
  return (
    <dl style={{ display: 'grid', gridTemplateColumns: '48px 1fr', gap: '4px 8px', margin: 0 }}>
      {rows.map(([label, value]) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt className="meta" style={{ lineHeight: '22px' }}>
            {label}
          </dt>
          <dd style={{ margin: 0 }}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
