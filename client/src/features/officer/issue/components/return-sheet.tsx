import type { Issue } from '@contract';
import { returnReasons, type ReturnReason } from '@contract/enums';
import { returnIssue } from '@/api/issues';
import { Button } from '@/components/button';
import { Choice } from '@/components/choice';
import { Field } from '@/components/field';
import { Sheet } from '@/components/sheet';
import { TextArea } from '@/components/text-area';
import { returnReasonText } from '@contract/words';
import { useAction } from '@/hooks/use-action';
import { useDraft } from '@/hooks/use-draft';
import { notify } from '@/platform/notify';
import { SheetProblem } from '../../components/sheet-problem';
import { returnConsequence } from '../view-model';

interface ReturnSheetProps {
  issue: Issue;
  onClose: () => void;
  onDone: (issue: Issue) => void;
}

/** Sends a dispatched issue back with one of the coded reasons, and what the sender has to know. */
export function ReturnSheet({ issue, onClose, onDone }: ReturnSheetProps) {
  const { form, update, clear } = useDraft<{ reason?: ReturnReason; note: string }>(`return:${issue.id}`, {
    note: '',
  });
  const sending = useAction();
  const { reason } = form;
  const note = form.note.trim();

  const send = async () => {
    if (!reason || !note) return;
    const isDone = await sending.run(async () => {
      onDone(await returnIssue(issue.id, { reason, note }));
      clear();
    });
    if (!isDone) return;
    notify('已退回，转出的人接着负责');
    onClose();
  };

  return (
    <Sheet
      open
      title="为什么退回？"
      onClose={onClose}
      footer={
        <Button
          block
          size="officer"
          disabled={!reason || !note}
          loading={sending.isBusy}
          onTap={() => void send()}
        >
          {reason ? (note ? '退回' : '再写清原因') : '选一条原因'}
        </Button>
      }
    >
      <SheetProblem text={sending.problem} />
      {returnReasons.map((value) => (
        <Choice
          key={value}
          title={returnReasonText[value]}
          note={returnConsequence[value]}
          checked={reason === value}
          onChoose={() => update({ reason: value })}
        />
      ))}
      <Field required label="写清原因" error={sending.refusal?.ruleOf('body.note')}>
        <TextArea
          label="写清原因"
          placeholder="转出的人看了就知道怎么办"
          value={form.note}
          maxLength={500}
          onChange={(next) => update({ note: next })}
        />
      </Field>
    </Sheet>
  );
}
