import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Attribute, EnterpriseFact } from '@contract';
import { ApiError } from '@/api/request';
import { Button } from '@/components/button';
import { FactInput } from '@/components/fact-field';
import {
  draftOf,
  isTypedNumber,
  nameOf,
  parseFact,
  type FactDraft,
  type FactValue,
} from '@/components/fact-field/fact-value';
import { Field } from '@/components/field';
import { Sheet } from '@/components/sheet';
import { notify } from '@/platform/notify';

/** The fact that is filled in, and what is known of it so far. */
export interface Filling {
  attribute: Attribute;
  fact?: EnterpriseFact;
}

interface FactSheetProps {
  filling: Filling;
  onClose: () => void;
  onSave: (attribute: string, value: FactValue) => Promise<unknown>;
}

/** One fact on a sheet; what was typed stays until it is stored. */
export function FactSheet({ filling: { attribute, fact }, onClose, onSave }: FactSheetProps) {
  const [draft, setDraft] = useState<FactDraft>(draftOf(attribute, fact?.value));
  const [error, setError] = useState<string>();
  const [isSending, setIsSending] = useState(false);

  const send = async () => {
    const parsed = parseFact(attribute, draft);
    if ('rule' in parsed) {
      setError(parsed.rule);
      return;
    }
    setIsSending(true);
    setError(undefined);
    try {
      await onSave(attribute.attribute, parsed.value);
      notify('存好了');
      onClose();
    } catch (failure) {
      setError(
        failure instanceof ApiError ? (failure.details[0]?.rule ?? failure.message) : '没存上，请再试一次',
      );
    } finally {
      setIsSending(false);
    }
  };

  return (
    <Sheet
      open
      title={nameOf(attribute)}
      onClose={onClose}
      footer={
        <Button block loading={isSending} onTap={() => void send()}>
          存好
        </Button>
      }
    >
      <Field label={isTypedNumber(attribute) ? '填数' : '选一个'} required error={error}>
        <FactInput attribute={attribute} draft={draft} onChange={setDraft} onConfirm={() => void send()} />
      </Field>
      <View className="q-body">按企业填报记下，写明是今天填的；部门核验过的以核验为准。</View>
    </Sheet>
  );
}
