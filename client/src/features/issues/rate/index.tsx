import { useRouter } from '@tarojs/taro';
import type { Issue } from '@contract';
import { serverNow } from '@/api/clock';
import { IssueHead } from '@/components/issue-head';
import { Page } from '@/components/page';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { Steps } from '@/components/steps';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { goBack, replacePage } from '@/platform/navigation';
import { AnswerCard } from '../components/answer-card';
import { currentStep, steps } from '../progress';
import { RatingSheet } from './components/rating-sheet';
import { Thanks } from './components/thanks';
import { useRating } from './use-rating';
import { whyNot } from './view-model';
import './index.scss';

/** 确认办理结果: is it solved? */
export default function RateIssue() {
  useWhiteBar();
  const { id = '' } = useRouter().params;
  const { issue, rated, ...rating } = useRating(id);
  if (rated) return <Thanks issue={rated} />;
  if (!issue.data) {
    return (
      <Page>
        {issue.error ? (
          <Failure subject="诉求" error={issue.error} onRetry={() => void issue.refresh()} />
        ) : (
          <Skeleton />
        )}
      </Page>
    );
  }
  return <Answered issue={issue.data} {...rating} />;
}

type AnsweredProps = { issue: Issue } & Omit<ReturnType<typeof useRating>, 'issue' | 'rated'>;

function Answered({ issue, form, update, send, isSending, problem }: AnsweredProps) {
  const now = serverNow();
  const reason = whyNot(issue);
  return (
    <Page
      head={
        <IssueHead issue={issue}>
          {issue.status !== 'withdrawn' && <Steps items={steps} current={currentStep(issue)} />}
        </IssueHead>
      }
    >
      {reason && (
        <Empty
          title={reason}
          action={{
            text: '看经过',
            onTap: () => void replacePage('issues/detail', { id: issue.id }),
          }}
        />
      )}
      {issue.answer && <AnswerCard answer={issue.answer} now={now} />}
      {!reason && (
        <RatingSheet
          issue={issue}
          form={form}
          problem={problem}
          isSending={isSending}
          now={now}
          onChange={update}
          onSend={() => void send()}
          onClose={() => void goBack()}
        />
      )}
    </Page>
  );
}
