import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect } from 'react';
import type { Issue } from '@contract';
import { serverNow } from '@/api/clock';
import { Attachments } from '@/components/attachments';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { IssueHead } from '@/components/issue-head';
import { IssueLedger } from '@/components/issue-ledger';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { Empty, Failure, OfflineBanner, Skeleton } from '@/components/status-view';
import { Steps } from '@/components/steps';
import { Tag } from '@/components/tag';
import { standingOf } from '@/format/issues';
import { useAction } from '@/hooks/use-action';
import { useSession } from '@/hooks/use-session';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { openPage, openTab, replacePage } from '@/platform/navigation';
import { confirm, notify } from '@/platform/notify';
import { AnswerCard } from '../components/answer-card';
import { currentStep, steps } from '../progress';
import { HolderCard } from './components/holder-card';
import { PromiseCard } from './components/promise-card';
import { useIssue } from './use-issue';
import './index.scss';

/** 诉求进度: who has it, by when? */
export default function IssueDetail() {
  useWhiteBar();
  const { id = '' } = useRouter().params;
  const { data, error, refresh, withdraw } = useIssue(id);
  const { enterprise, offices } = useSession();
  const isOfficers =
    data !== undefined && offices.length > 0 && data.enterprise.id !== enterprise?.enterpriseId;

  // Messages name one page for everybody concerned; an officer works on their own.
  useEffect(() => {
    if (isOfficers) void replacePage('officer/issue', { id });
  }, [isOfficers, id]);

  if (data && !isOfficers) return <Loaded issue={data} isOffline={error?.isOffline} onWithdraw={withdraw} />;
  if (error?.code === 'NOT_FOUND') {
    return (
      <Page>
        <Empty
          title="没有找到这件诉求"
          text="它是另一家企业的，或者链接不全。"
          action={{ text: '看我的诉求', onTap: () => void openTab('issues') }}
        />
      </Page>
    );
  }
  return (
    <Page>
      {error ? <Failure subject="诉求" error={error} onRetry={() => void refresh()} /> : <Skeleton />}
    </Page>
  );
}

interface LoadedProps {
  issue: Issue;
  isOffline: boolean | undefined;
  onWithdraw: () => Promise<void>;
}

function Loaded({ issue, isOffline, onWithdraw }: LoadedProps) {
  const now = serverNow();
  const { status, answer, allowed } = issue;
  const hasEnded = status === 'closed' || status === 'withdrawn';
  const standing = standingOf(issue);
  return (
    <Page
      head={
        <IssueHead issue={issue} tag={hasEnded && <Tag tone={standing.tone}>{standing.text}</Tag>}>
          {status !== 'withdrawn' && <Steps items={steps} current={currentStep(issue)} />}
        </IssueHead>
      }
      footer={<Actions issue={issue} onWithdraw={onWithdraw} />}
    >
      {isOffline && <OfflineBanner text="没有网，先看之前的" />}
      {!issue.isChainValid && (
        <Note tone="bad" icon="warning">
          办理经过和存证对不上，请打 12345 反映，报编号 {issue.number}。
        </Note>
      )}
      {status === 'in-hand' && issue.disputeCount > 0 && (
        <Note icon="return">您说还没解决，已交回{issue.accountable.name}接着办，重新计时。</Note>
      )}
      {status === 'answered' && answer && <AnswerCard answer={answer} now={now} />}
      {status === 'answered' && !allowed.includes('resolve') && <Note>这件您自己经办过，请同事来确认。</Note>}
      <HolderCard key={issue.accountable.organization.id} issue={issue} />
      <PromiseCard issue={issue} now={now} />
      {status !== 'answered' && answer && <AnswerCard answer={answer} now={now} />}
      <IssueLedger issue={issue} reader="enterprise" now={now} />
      <Card>
        <Heading title="您说的情况" />
        <View className="issue-text q-ink2">{issue.body}</View>
        {issue.files.length > 0 && <Attachments files={issue.files} />}
        <View className="q-meta">
          联系人 {issue.contactName}
          {issue.maskedContactPhone ? `，${issue.maskedContactPhone}` : ''}
        </View>
      </Card>
      {hasEnded && (
        <Button kind="soft" block icon="pen" onTap={() => void openPage('issues/new')}>
          再提一件
        </Button>
      )}
    </Page>
  );
}

function Actions({ issue, onWithdraw }: { issue: Issue; onWithdraw: () => Promise<void> }) {
  const action = useAction();
  const { allowed, id, accountable } = issue;
  const mayResolve = allowed.includes('resolve');
  const mayWithdraw = allowed.includes('withdraw');
  if (!mayResolve && !mayWithdraw) return null;

  const withdraw = async () => {
    const agreed = await confirm({
      title: '撤回这件诉求？',
      text: `${accountable.name}就不再办了，记录会留着`,
      yes: '撤回',
      no: '再想想',
    });
    if (agreed && (await action.run(onWithdraw))) notify('已撤回');
  };

  return (
    <BottomBar note={action.problem && <View className="q-bad">{action.problem}</View>}>
      {mayWithdraw && (
        <Button kind="outline" loading={action.isBusy} onTap={() => void withdraw()}>
          撤回
        </Button>
      )}
      {mayResolve && <Button onTap={() => void openPage('issues/rate', { id })}>去确认</Button>}
    </BottomBar>
  );
}
