import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { Issue } from '@contract';
import { serverNow } from '@/api/clock';
import { acceptIssue, signReceipt } from '@/api/issues';
import { Attachments } from '@/components/attachments';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import type { IconName } from '@/components/icon';
import { IssueHead } from '@/components/issue-head';
import { IssueLedger } from '@/components/issue-ledger';
import { ListRow, Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { Person } from '@/components/person';
import { Empty, Failure, OfflineBanner, Skeleton } from '@/components/status-view';
import { WorkingDayClock } from '@/components/working-day-clock';
import { formatPast } from '@/format/dates';
import { useAction } from '@/hooks/use-action';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { openPage } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { EnterpriseCard } from '../components/enterprise-card';
import { NoteSheet } from '../components/note-sheet';
import { TimeTag } from '../components/time-tag';
import { useOfficerIssue } from '../components/use-officer-issue';
import { timeNoteOf } from '../time-left';
import { DispatchSheet } from './components/dispatch-sheet';
import { ReturnSheet } from './components/return-sheet';
import { actionText, barActions, furtherActions, type OfficerAction } from './view-model';
import './index.scss';

type OpenSheet = 'dispatch' | 'return' | 'note';

/** 诉求办理: what do I do with it now? */
export default function OfficerIssue() {
  useWhiteBar();
  const { id = '', do: asked } = useRouter().params;
  const { data, error, refresh, replace } = useOfficerIssue(id);
  useRefreshOnShow(refresh);
  usePullToRefresh(refresh);
  if (data) {
    const sheet = asked === 'dispatch' || asked === 'return' || asked === 'note' ? asked : undefined;
    const opened = sheet && data.allowed.includes(sheet) ? sheet : undefined;
    return (
      <Loaded
        issue={data}
        opened={opened}
        isOffline={error?.isOffline}
        onChange={replace}
        onRefresh={refresh}
      />
    );
  }
  return (
    <Page>
      {error?.code === 'NOT_FOUND' && (
        <Empty title="没有找到这件诉求" text="它不在您的单位里，或者链接不全。" />
      )}
      {error && error.code !== 'NOT_FOUND' && (
        <Failure subject="诉求" error={error} onRetry={() => void refresh()} />
      )}
      {!error && <Skeleton />}
    </Page>
  );
}

interface LoadedProps {
  issue: Issue;
  /** The sheet that the page was opened for. */
  opened: OpenSheet | undefined;
  isOffline: boolean | undefined;
  onChange: (issue: Issue) => void;
  onRefresh: () => Promise<void>;
}

function Loaded({ issue, opened, isOffline, onChange, onRefresh }: LoadedProps) {
  const now = serverNow();
  const [sheet, setSheet] = useState<OpenSheet | undefined>(opened);
  const action = useAction();
  const { id, accountable, answer, allowed } = issue;
  const isOpen = issue.runningLimit !== undefined;

  const act = async (chosen: OfficerAction) => {
    if (chosen === 'answer') {
      await openPage('officer/answer', { id });
      return;
    }
    if (chosen !== 'accept' && chosen !== 'receive') {
      setSheet(chosen);
      return;
    }
    const isDone = await action.run(async () =>
      onChange(await (chosen === 'accept' ? acceptIssue(id) : signReceipt(id))),
    );
    if (isDone) notify(chosen === 'accept' ? '已受理，由您跟到办结' : '已签收，由您负责');
    // Somebody was faster: what may be done now has changed.
    else await onRefresh();
  };

  const sheetProps = { onClose: () => setSheet(undefined), onDone: onChange };
  return (
    <Page
      head={
        <IssueHead issue={issue} tag={<TimeTag issue={issue} now={now} />}>
          {isOpen && (
            <>
              <WorkingDayClock
                days={issue.clock}
                promise={issue.runningLimit === 'confirm' ? '确认' : '答复'}
                now={now}
              />
              {issue.runningLimit !== 'confirm' && (
                <View className="q-meta officer-clock-note">{timeNoteOf(issue, now)}</View>
              )}
            </>
          )}
        </IssueHead>
      }
      footer={
        <Bar
          issue={issue}
          isBusy={action.isBusy}
          problem={action.problem}
          onAct={(chosen) => void act(chosen)}
        />
      }
    >
      {isOffline && <OfflineBanner text="没有网，先看之前的" />}
      {!issue.isChainValid && (
        <Note tone="bad" icon="warning">
          办理经过和存证对不上，请报给单位管理员。
        </Note>
      )}
      {issue.status === 'in-hand' && issue.disputeCount > 0 && (
        <Note tone="warn" icon="return">
          企业说还没解决，重新计时。上次的答复在下面。
        </Note>
      )}
      <EnterpriseCard issue={issue} />
      <Card>
        <View className="q-meta">现在谁负责</View>
        <Person strong size={40} name={accountable.name} role={accountable.organization.name} />
      </Card>
      {answer && (
        <Card>
          <View className="q-between q-meta">
            <View>{answer.by.organization.shortName}答复</View>
            <View>{formatPast(answer.at, now)}</View>
          </View>
          <View className="q-body officer-answered">{answer.text}</View>
          {answer.files.length > 0 && <Attachments files={answer.files} />}
        </Card>
      )}
      <Further issue={issue} onAct={(chosen) => void act(chosen)} />
      <IssueLedger issue={issue} reader="officer" now={now} />
      {sheet === 'dispatch' && allowed.includes('dispatch') && (
        <DispatchSheet issue={issue} {...sheetProps} />
      )}
      {sheet === 'return' && allowed.includes('return') && <ReturnSheet issue={issue} {...sheetProps} />}
      {sheet === 'note' && allowed.includes('note') && <NoteSheet issueId={id} {...sheetProps} />}
    </Page>
  );
}

const icons: Record<OfficerAction, IconName> = {
  accept: 'check',
  receive: 'check',
  answer: 'pen',
  dispatch: 'send',
  return: 'return',
  note: 'chat',
};

interface BarProps {
  issue: Issue;
  isBusy: boolean;
  problem: string | undefined;
  onAct: (action: OfficerAction) => void;
}

function Bar({ issue, isBusy, problem, onAct }: BarProps) {
  const actions = barActions(issue);
  if (actions.length === 0) return null;
  return (
    <BottomBar
      note={
        problem && (
          <View className="q-bad" role="alert" ariaLive="assertive">
            {problem}
          </View>
        )
      }
    >
      {actions.map((action, index) => {
        const isBest = index === actions.length - 1;
        return (
          <Button
            key={action}
            kind={isBest ? 'primary' : 'outline'}
            size="officer"
            icon={icons[action]}
            loading={isBest && isBusy}
            disabled={isBusy}
            onTap={() => onAct(action)}
          >
            {actionText[action]}
          </Button>
        );
      })}
    </BottomBar>
  );
}

function Further({ issue, onAct }: { issue: Issue; onAct: (action: OfficerAction) => void }) {
  const actions = furtherActions(issue);
  if (actions.length === 0) return null;
  const notes: Partial<Record<OfficerAction, string>> = {
    dispatch: issue.proposedBody ? `按职责分工，该${issue.proposedBody.shortName}办` : '转给别的单位办',
    return: '选一条原因，转出的人接着负责',
    note: '只给经办单位看，或者让企业看到',
  };
  return (
    <Card flush>
      <Rows>
        {actions.map((action) => (
          <ListRow
            key={action}
            strong
            icon={icons[action]}
            title={actionText[action]}
            note={notes[action]}
            onTap={() => onAct(action)}
          />
        ))}
      </Rows>
    </Card>
  );
}
