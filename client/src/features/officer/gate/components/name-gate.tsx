import { useState } from 'react';
import { Button } from '@/components/button';
import { Chips } from '@/components/chips';
import { Field } from '@/components/field';
import { Sheet } from '@/components/sheet';
import { TextInput } from '@/components/text-input';
import { gateNames } from '../view-model';

interface NameGateProps {
  name: string;
  onRename: (name: string) => void;
  onClose: () => void;
}

const suggestions = gateNames.map((value) => ({ value, label: value }));

/** Which gate this phone stands at; kept on the phone. */
export function NameGate({ name, onRename, onClose }: NameGateProps) {
  const [typed, setTyped] = useState(name);
  const known = gateNames.find((value) => value === typed.trim());
  const save = () => {
    if (typed.trim()) onRename(typed.trim());
    onClose();
  };
  return (
    <Sheet
      open
      title="站在哪个门？"
      onClose={onClose}
      footer={
        <Button block disabled={typed.trim() === ''} onTap={save}>
          就站这里
        </Button>
      }
    >
      <Chips<string> wrap items={suggestions} value={known ?? ''} onChange={setTyped} label="常用的门" />
      <Field label="门的名字" required hint="存在这部手机里">
        <TextInput value={typed} onChange={setTyped} label="门的名字" maxLength={20} onConfirm={save} />
      </Field>
    </Sheet>
  );
}
