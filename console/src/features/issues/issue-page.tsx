import { ArrowDownOutlined, ArrowLeftOutlined, ArrowUpOutlined, LinkOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import type { LedgerEntryKind } from '@contract/enums';
import type { Issue } from '@contract/index';
import { request } from '../../api/request';
import { Kbd, KeyBar, useKeys, type KeyBinding } from '../../components/keys';
import { Owner } from '../../components/owner';
import { StateView } from '../../components/state-view';
import { limitWord, runningDueAt, timingTone } from '../../components/time-bar';
import { Tone } from '../../components/tone';
import { issueStatusText, issueStatusTone } from '../../format/texts';
import { moment, shortMoment, workingTimeText } from '../../format/time';
import { useCrumb } from '../../shell/crumb';
import { IssueActions } from './actions/issue-actions';
import { ClockStrip } from './clock-strip';
import { IssueFacts } from './issue-facts';
import { Ledger } from './ledger';
import { NoteForm } from './note-form';
import { ownerSpans } from './strip-model';
import { serverNow } from '../../api/clock';

/** Where the reader came from: the list around this issue, and the address of that list. */
interface Origin {
  ids?: string[];
  back?: string;
}

/** One issue: who owes what until when? Days left first, then facts, ledger and the next step. */
export function IssuePage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const origin = (useLocation().state ?? {}) as Origin;
  const query = useQuery({
    queryKey: ['issues', 'one', id],
    queryFn: () => request('GET /issues/:id', { params: { id } }),
    refetchInterval: 30_000,
  });
  useCrumb(query.data?.number);
  const ids = origin.ids ?? [];
  const at = ids.indexOf(id);
  const neighbour = (by: number) => (at < 0 ? undefined : ids[at + by]);
  const turn = (to: string | undefined) =>
    to === undefined ? undefined : () => void navigate(`/issues/${to}`, { state: origin, replace: true });
  const back = () => void navigate(origin.back ?? '/issues');
  const keys: KeyBinding[] = [
    { key: 'Escape', cap: 'Esc', hint: '返回列表', run: back },
    { key: 'k', hint: '上一件、下一件', run: turn(neighbour(-1)) },
    { key: 'j', hint: '上一件、下一件', run: turn(neighbour(1)) },
  ];
  useKeys(keys);
  const issue = query.data;
  return (
    <>
      <StateView query={query}>
        {issue && (
          <>
            <div className="page-head issue-head">
              <Button icon={<ArrowLeftOutlined />} onClick={back} aria-label="返回问题列表">
                <Kbd>Esc</Kbd>
              </Button>
              <h1 className="cut">{issue.title}</h1>
              <Tone tone={issueStatusTone[issue.status]}>{issueStatusText[issue.status]}</Tone>
              {issue.returnCount > 0 && <Tone tone="amber">退回 {issue.returnCount} 次</Tone>}
              {issue.disputeCount > 0 && <Tone tone="amber">争议重办</Tone>}
              <span className="grow" />
              {at >= 0 && (
                <span className="row issue-turn">
                  <span className="meta">
                    {at + 1} / {ids.length}
                  </span>
                  <Button
                    icon={<ArrowUpOutlined />}
                    aria-label="上一件"
                    disabled={!neighbour(-1)}
                    onClick={turn(neighbour(-1))}
                  >
                    <Kbd>K</Kbd>
                  </Button>
                  <Button
                    icon={<ArrowDownOutlined />}
                    aria-label="下一件"
                    disabled={!neighbour(1)}
                    onClick={turn(neighbour(1))}
                  >
                    <Kbd>J</Kbd>
                  </Button>
                </span>
              )}
            </div>
            <IssueClock issue={issue} />
            <div className="page-columns issue-columns">
              <IssueFacts issue={issue} />
              <LedgerPanel key={issue.id} issue={issue} />
              <IssueActions key={`${issue.id}-${issue.status}`} issue={issue} />
            </div>
          </>
        )}
      </StateView>
      <KeyBar bindings={keys} />
    </>
  );
}

function IssueClock({ issue }: { issue: Issue }) {
  const { runningLimit, remainingMinutes, limitMinutes } = issue;
  const spans = ownerSpans(issue, serverNow());
  const tone = timingTone(issue);
  const used = limitMinutes - remainingMinutes;
  const isLate = issue.isBreached;
  const [number, unit] = bigTime(remainingMinutes);
  return (
    <section className="panel issue-clock" aria-label="时限">
      <div className="issue-left">
        {runningLimit ? (
          <>
            <p className={`issue-big ${tone}`}>
              {isLate && '已超 '}
              <b>{number}</b> {unit}
              {!isLate && '后到期'}
            </p>
            <p className="strong">
              {moment(runningDueAt(issue))}前{limitWord(issue)}
            </p>
            <div className="bar" aria-hidden="true">
              <i
                className={`bar-${tone}`}
                style={{ width: `${Math.min(100, Math.max(0, (used / Math.max(1, limitMinutes)) * 100))}%` }}
              />
            </div>
            <p className="meta">
              已用 {workingTimeText(used)}，共 {workingTimeText(limitMinutes)}，休息日不算
            </p>
          </>
        ) : (
          <>
            <p className="issue-big grey">
              <b>{issueStatusText[issue.status]}</b>
            </p>
            <p className="meta">原定 {moment(issue.answerDueAt)} 前答复</p>
          </>
        )}
      </div>
      <div className="issue-middle">
        <ClockStrip issue={issue} />
      </div>
      <div className="issue-right">
        <p className="meta">{runningLimit ? '此刻责任人' : '最后责任人'}</p>
        <Owner
          owner={issue.accountable}
          note={`自 ${shortMoment(spans.at(-1)?.from ?? issue.submittedAt)}`}
        />
        <p className="meta">{spans.length - 1} 次交接，没有空缺</p>
        <p className="legend meta">
          <span>
            <i className="strip-used" />
            计时
          </span>
          <span>
            <i className="rest" />
            休息日
          </span>
        </p>
      </div>
    </section>
  );
}

/** The number that stands large, and what it counts. */
function bigTime(minutes: number): [number: string, unit: string] {
  const text = workingTimeText(minutes);
  if (text.endsWith(' 天')) return [text.slice(0, -2), '个工作日'];
  return /^\d+ 分$/.test(text) ? [text.slice(0, -2), '分钟'] : [text, ''];
}

const talk: LedgerEntryKind[] = ['submitted', 'noted', 'answered', 'confirmed', 'disputed', 'withdrawn'];

function LedgerPanel({ issue }: { issue: Issue }) {
  const [shown, setShown] = useState<'all' | 'moves' | 'talk'>('all');
  const entries = issue.entries.filter(
    ({ kind }) => shown === 'all' || talk.includes(kind) === (shown === 'talk'),
  );
  return (
    <section className="panel" aria-label="台账">
      <div className="panel-head">
        <h2>台账</h2>
        <Tone tone={issue.isChainValid ? 'green' : 'red'}>
          <LinkOutlined aria-hidden="true" /> {issue.entries.length} 条
          {issue.isChainValid ? '相连，复算一致' : '，链条对不上'}
        </Tone>
        <span className="grow" />
        <Segmented
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: '全部' },
            { value: 'moves', label: '流转' },
            { value: 'talk', label: '沟通' },
          ]}
        />
      </div>
      <div className="panel-body scroll">
        <Ledger entries={entries} />
      </div>
      {issue.allowed.includes('note') && (
        <div className="panel-foot">
          <NoteForm issueId={issue.id} />
        </div>
      )}
    </section>
  );
}
