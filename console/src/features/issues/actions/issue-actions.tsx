import { Button, Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Issue } from '@contract/index';
import { request } from '../../../api/request';
import { Kbd, useKeys, type KeyBinding } from '../../../components/keys';
import { issueActionText } from '../../../format/texts';
import { moment } from '../../../format/time';
import { useIssueAction } from '../use-issue-action';
import { AnswerForm } from './answer-form';
import { DispatchForm } from './dispatch-form';
import { Progress, waitingText } from './progress';
import { ReturnForm } from './return-form';

type Action = 'accept' | 'receive' | 'answer' | 'dispatch' | 'return' | 'progress';

const letters: Record<Action, string> = {
  accept: 'a',
  receive: 's',
  answer: 'e',
  dispatch: 'z',
  return: 'b',
  progress: 'g',
};
const forms: Record<Action, (props: { issue: Issue }) => ReactNode> = {
  accept: Accept,
  receive: Receive,
  answer: AnswerForm,
  dispatch: DispatchForm,
  return: ReturnForm,
  progress: Progress,
};
const names: Record<Action, string> = { ...issueActionText, progress: '进展' };

/** The next step: what the caller may do, the likeliest first, each a form with one button. */
export function IssueActions({ issue }: { issue: Issue }) {
  const steps = issue.allowed.filter((action): action is Exclude<Action, 'progress'> => action in forms);
  // What another body works on can be sent elsewhere, but that isn't the next thing to do.
  const isElsewhere = issue.status === 'in-hand' && steps.length > 0 && !steps.includes('answer');
  // A desk that has just accepted sends on; answering itself is the exception.
  const isToForward =
    issue.status === 'accepted' && issue.proposedBody !== undefined && steps.includes('dispatch');
  const open: Action[] = isElsewhere
    ? ['progress', ...steps]
    : isToForward
      ? ['dispatch', ...steps.filter((one) => one !== 'dispatch')]
      : steps;
  const [chosen, setChosen] = useState<Action>();
  const action = chosen && open.includes(chosen) ? chosen : open[0];
  useKeys(
    (issue.isChainValid ? open : []).map((one): KeyBinding => ({
      key: letters[one],
      hint: names[one],
      run: open.length > 1 ? () => setChosen(one) : undefined,
    })),
  );
  if (!issue.isChainValid)
    return (
      <section className="panel" aria-label="下一步">
        <div className="panel-head">
          <h2>下一步</h2>
        </div>
        <p className="panel-body red" role="alert">
          台账的链条对不上，可能被改动过。查清之前不能再办理，请找管理员核对。
        </p>
      </section>
    );
  if (!action)
    return (
      <section className="panel" aria-label="下一步">
        <div className="panel-head">
          <h2>下一步</h2>
        </div>
        <p className="panel-body meta">{waitingText(issue)}</p>
      </section>
    );
  const Form = forms[action];
  return (
    <section className="panel" aria-label="下一步">
      <div className="panel-head">
        {open.length === 1 ? (
          <h2>{names[action]}</h2>
        ) : (
          <Segmented<Action>
            value={action}
            onChange={setChosen}
            options={open.map((one) => ({
              value: one,
              label: (
                <span className="row">
                  {names[one]}
                  <Kbd>{letters[one].toUpperCase()}</Kbd>
                </span>
              ),
            }))}
          />
        )}
      </div>
      <div className="panel-body scroll">
        <Form issue={issue} />
      </div>
    </section>
  );
}

function Accept({ issue }: { issue: Issue }) {
  const accept = useIssueAction(
    () => request('POST /issues/:id/acceptance', { params: { id: issue.id } }),
    '已受理，您是首问责任人',
  );
  useKeys([{ key: 'a', hint: '受理', run: () => accept.mutate(undefined) }]);
  return (
    <div className="stack">
      <p className="small">
        受理后您是首问责任人，一直跟到办结。{issue.signDueAt && `请在 ${moment(issue.signDueAt)} 前受理。`}
      </p>
      <div>
        <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
          受理<Kbd>A</Kbd>
        </Button>
      </div>
    </div>
  );
}

function Receive({ issue }: { issue: Issue }) {
  const receive = useIssueAction(
    () => request('POST /issues/:id/receipt', { params: { id: issue.id } }),
    '已签收，您是责任人',
  );
  const sent = issue.entries.findLast(({ kind }) => kind === 'dispatched');
  useKeys([{ key: 's', hint: '签收', run: () => receive.mutate(undefined) }]);
  return (
    <div className="stack">
      {sent?.note && (
        <div>
          <p className="meta">转办要求</p>
          <p className="quote pre small">{sent.note}</p>
        </div>
      )}
      <p className="small">
        签收后责任人由转办人变为您，{moment(issue.answerDueAt)} 前答复企业。
        {issue.signDueAt && `请在 ${moment(issue.signDueAt)} 前签收。`}
      </p>
      <div>
        <Button type="primary" loading={receive.isPending} onClick={() => receive.mutate(undefined)}>
          签收<Kbd>S</Kbd>
        </Button>
      </div>
    </div>
  );
}
