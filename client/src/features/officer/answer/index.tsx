import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { Issue } from '@contract';
import { serverNow } from '@/api/clock';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { Field } from '@/components/field';
import { ImageUploader } from '@/components/image-uploader';
import { IssueHead } from '@/components/issue-head';
import { ListRow, Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { TextArea } from '@/components/text-area';
import { WorkingDayClock } from '@/components/working-day-clock';
import { ratingResultText } from '@contract/words';
import { formatTime } from '@/format/dates';
import { useSession } from '@/hooks/use-session';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { goBack, replacePage } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { EnterpriseCard } from '../components/enterprise-card';
import { NoteSheet } from '../components/note-sheet';
import { TimeTag } from '../components/time-tag';
import { useOfficerIssue } from '../components/use-officer-issue';
import { timeNoteOf } from '../time-left';
import { PreviewCard } from './components/preview-card';
import { useAnswer } from './use-answer';
import { answeringBody, lastDispute, latestNotes, mostCharacters } from './view-model';
import './index.scss';

/** 答复诉求: what do I answer, by when? */
export default function OfficerAnswer() {
  useWhiteBar();
  const { id = '' } = useRouter().params;
  const { data, error, refresh, replace } = useOfficerIssue(id);
  if (!data) {
    return (
      <Page>
        {error ? <Failure subject="诉求" error={error} onRetry={() => void refresh()} /> : <Skeleton />}
      </Page>
    );
  }
  if (!data.allowed.includes('answer')) {
    return (
      <Page head={<IssueHead issue={data} tag={<TimeTag issue={data} now={serverNow()} />} />}>
        <Empty
          title="现在不能答复"
          text={data.latest}
          action={{ text: '看经过', onTap: () => void replacePage('officer/issue', { id }) }}
        />
      </Page>
    );
  }
  return <AnswerForm issue={data} onChange={replace} />;
}

function AnswerForm({ issue, onChange }: { issue: Issue; onChange: (issue: Issue) => void }) {
  const now = serverNow();
  const { me, offices } = useSession();
  const [isNoting, setNoting] = useState(false);
  const { form, update, savedAt, pictures, send, isSending, problem, textProblem } = useAnswer(issue.id);
  const notes = latestNotes(issue.entries);
  const dispute = lastDispute(issue.entries);
  const isNearlyFull = form.text.length > mostCharacters * 0.9;

  const submit = async () => {
    if (!(await send())) return;
    notify('答复发出去了，等企业评');
    await goBack();
  };

  return (
    <Page
      head={
        <IssueHead issue={issue} tag={<TimeTag issue={issue} now={now} />}>
          <WorkingDayClock days={issue.clock} now={now} />
          <View className="q-meta answer-clock-note">{timeNoteOf(issue, now)}</View>
        </IssueHead>
      }
      footer={
        <BottomBar
          note={
            problem && (
              <View className="q-bad" role="alert" ariaLive="assertive">
                {problem}
              </View>
            )
          }
        >
          <Button kind="outline" size="officer" onTap={() => setNoting(true)}>
            记一笔
          </Button>
          <Button size="officer" icon="send" loading={isSending} onTap={() => void submit()}>
            发答复
          </Button>
        </BottomBar>
      }
    >
      {dispute && (
        <Note tone="warn" icon="return">
          企业评“{dispute.result ? ratingResultText[dispute.result] : '未解决'}”
          {dispute.note ? `：${dispute.note}` : ''}
        </Note>
      )}
      <EnterpriseCard issue={issue} />
      {notes.length > 0 && (
        <Card>
          {notes.map(({ sequence, actorOrganization, note }) => (
            <View key={sequence} className="q-pair">
              <View className="q-pair__label">{actorOrganization}</View>
              <View className="q-pair__value">{note}</View>
            </View>
          ))}
        </Card>
      )}
      <View className="q-gap">
        <Field
          required
          label="答复"
          hint="说清结果、日期、找谁"
          error={textProblem}
          {...(isNearlyFull ? { count: { used: form.text.length, max: mostCharacters } } : {})}
        >
          <TextArea
            label="答复"
            placeholder="先说结果，再说依据和下一步"
            value={form.text}
            maxLength={mostCharacters}
            onChange={(text) => update({ text })}
          />
        </Field>
      </View>
      <ImageUploader pictures={pictures.pictures} onChange={pictures.change} upload={pictures.upload} />
      <PreviewCard
        name={me?.name ?? ''}
        organization={answeringBody(offices, issue)}
        text={form.text.trim()}
        fileCount={form.fileIds.length}
      />
      {issue.allowed.some((action) => action === 'return' || action === 'dispatch') && (
        <>
          <View className="q-gap">
            <Heading title="该别的单位办" />
          </View>
          <Card flush>
            <Rows>
              {issue.allowed.includes('dispatch') && (
                <ListRow
                  strong
                  icon="send"
                  title="转办"
                  note={
                    issue.proposedBody ? `按职责分工，该${issue.proposedBody.shortName}办` : '转给别的单位办'
                  }
                  onTap={() => void replacePage('officer/issue', { id: issue.id, do: 'dispatch' })}
                />
              )}
              {issue.allowed.includes('return') && (
                <ListRow
                  strong
                  icon="return"
                  title="退回"
                  note="选一条原因，转出的人接着负责"
                  onTap={() => void replacePage('officer/issue', { id: issue.id, do: 'return' })}
                />
              )}
            </Rows>
          </Card>
        </>
      )}
      {savedAt && <View className="q-foot">{formatTime(savedAt)} 已存草稿，断网也不会丢</View>}
      {isNoting && <NoteSheet issueId={issue.id} onClose={() => setNoting(false)} onDone={onChange} />}
    </Page>
  );
}
