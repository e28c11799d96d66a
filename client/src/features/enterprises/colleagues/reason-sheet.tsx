import { useState } from 'react';
import { Button } from '@/components/button';
import { Chips } from '@/components/chips';
import { Field } from '@/components/field';
import { Note } from '@/components/note';
import { Sheet } from '@/components/sheet';
import { TextArea } from '@/components/text-area';

interface ReasonSheetProps {
  title: string;
  /** What the button does, in two to four characters. */
  verb: string;
  /** Reasons that are often right. */
  usual: readonly string[];
  isBusy: boolean;
  problem: string | undefined;
  onClose: () => void;
  onGive: (reason: string) => void;
}

/** A reason for the other person to read; nothing is sent without one. */
export function ReasonSheet({ title, verb, usual, isBusy, problem, onClose, onGive }: ReasonSheetProps) {
  const [reason, setReason] = useState('');
  const [wasTried, setTried] = useState(false);
  const give = () => {
    setTried(true);
    if (reason.trim()) onGive(reason.trim());
  };
  return (
    <Sheet
      open
      title={title}
      onClose={onClose}
      footer={
        <Button block kind="danger" loading={isBusy} onTap={give}>
          {verb}
        </Button>
      }
    >
      <Field
        label="原因"
        hint="对方会看到"
        required
        error={wasTried && !reason.trim() ? '写一句原因' : undefined}
      >
        <TextArea label="原因" value={reason} maxLength={100} placeholder="如已经离职" onChange={setReason} />
      </Field>
      <Chips
        wrap
        label="常用的原因"
        items={usual.map((text) => ({ value: text, label: text }))}
        value={reason}
        onChange={setReason}
      />
      {problem && (
        <Note tone="bad" icon="warning">
          {problem}
        </Note>
      )}
    </Sheet>
  );
}
