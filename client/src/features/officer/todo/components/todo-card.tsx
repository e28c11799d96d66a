import { View } from '@tarojs/components';
import type { IssueRow } from '@contract';
import { Button, Buttons } from '@/components/button';
import { Card } from '@/components/card';
import type { IconName } from '@/components/icon';
import { categoryText } from '@/format/issues';
import { TimeTag } from '../../components/time-tag';
import { timeLeftOf, timeNoteOf, urgencyOf } from '../../time-left';
import { actionsOf, type TodoAction } from '../view-model';

const looks: Record<TodoAction, { text: string; icon: IconName }> = {
  accept: { text: '受理', icon: 'check' },
  receive: { text: '签收', icon: 'check' },
  answer: { text: '答复', icon: 'pen' },
  dispatch: { text: '转办', icon: 'send' },
  return: { text: '退回', icon: 'return' },
};

interface TodoCardProps {
  issue: IssueRow;
  now: Date;
  /** The action that is being sent. */
  running: TodoAction | undefined;
  onOpen: () => void;
  onAct: (action: TodoAction) => void;
}

/** One issue of the work list with its next steps; what is due has a filled button. */
export function TodoCard({ issue, now, running, onOpen, onAct }: TodoCardProps) {
  const isDue = urgencyOf(issue, now) !== 'later';
  return (
    <Card label={`${issue.title}，${timeLeftOf(issue, now).text}，${issue.enterprise.name}`} onTap={onOpen}>
      <View className="q-between">
        <TimeTag issue={issue} now={now} />
        <View className="q-meta">{categoryText(issue)}</View>
      </View>
      <View className="q-t17">{issue.title}</View>
      <View className="q-body">{issue.enterprise.name}</View>
      <View className="q-meta">{timeNoteOf(issue, now)}</View>
      {issue.disputeCount > 0 && <View className="q-meta q-warn">企业说没解决好，重新办</View>}
      {issue.returnCount > 0 && <View className="q-meta q-warn">被退回过 {issue.returnCount} 次</View>}
      <View className="todo-actions">
        <Buttons>
          {actionsOf(issue).map((action, index) => {
            const { text, icon } = looks[action];
            const kind = index > 0 ? 'outline' : isDue ? 'primary' : 'soft';
            return (
              <Button
                key={action}
                kind={kind}
                size="officer"
                icon={icon}
                className={index === 0 ? 'todo-actions__first' : ''}
                label={`${text}：${issue.title}`}
                loading={running === action}
                disabled={running !== undefined}
                onTap={() => onAct(action)}
              >
                {text}
              </Button>
            );
          })}
        </Buttons>
      </View>
    </Card>
  );
}
