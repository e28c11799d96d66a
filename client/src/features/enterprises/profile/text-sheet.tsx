import { useState } from 'react';
import { ApiError } from '@/api/request';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Sheet } from '@/components/sheet';
import { TextArea } from '@/components/text-area';
import { notify } from '@/platform/notify';

/** Words that the enterprise says of itself. */
export interface Wording {
  field: 'products' | 'address';
  text: string;
}

const fields = {
  products: { title: '主要产品', max: 200, placeholder: '如铸铁支架、减速机壳体' },
  address: { title: '地址', max: 100, placeholder: '如中牟县汽车产业集聚区 8 号' },
} as const;

interface TextSheetProps {
  wording: Wording;
  onClose: () => void;
  onSave: (field: Wording['field'], text: string) => Promise<unknown>;
}

/** Products or address on a sheet; what was typed stays until it is stored. */
export function TextSheet({ wording: { field, text: before }, onClose, onSave }: TextSheetProps) {
  const { title, max, placeholder } = fields[field];
  const [text, setText] = useState(before);
  const [error, setError] = useState<string>();
  const [isSending, setIsSending] = useState(false);

  const send = async () => {
    if (text.trim() === '') {
      setError('不能为空');
      return;
    }
    setIsSending(true);
    setError(undefined);
    try {
      await onSave(field, text.trim());
      notify('存好了');
      onClose();
    } catch (failure) {
      setError(failure instanceof ApiError ? failure.message : '没存上，请再试一次');
    } finally {
      setIsSending(false);
    }
  };

  return (
    <Sheet
      open
      title={title}
      onClose={onClose}
      footer={
        <Button block loading={isSending} onTap={() => void send()}>
          存好
        </Button>
      }
    >
      <Field label={title} required error={error} count={{ used: text.length, max }}>
        <TextArea label={title} value={text} maxLength={max} placeholder={placeholder} onChange={setText} />
      </Field>
    </Sheet>
  );
}
