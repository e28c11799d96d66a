import { Button, Input, Segmented } from 'antd';
import { useRef, useState } from 'react';
import { request } from '../../api/request';
import { Kbd, useKeys } from '../../components/keys';
import { useIssueAction } from './use-issue-action';

/** One line below the ledger: a note for colleagues, or progress that the enterprise reads. */
export function NoteForm({ issueId, isPlain }: { issueId: string; isPlain?: boolean }) {
  const [audience, setAudience] = useState<'internal' | 'public'>('internal');
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement | null>(null);
  const note = useIssueAction(
    (body: { text: string; isPublic: boolean }) =>
      request('POST /issues/:id/notes', { params: { id: issueId }, body }),
    '已写入台账',
  );
  const send = () => {
    if (!text.trim() || note.isPending) return;
    note.mutate({ text: text.trim(), isPublic: audience === 'public' }, { onSuccess: () => setText('') });
  };
  useKeys([{ key: 'r', hint: '写记录', run: () => field.current?.focus() }]);
  return (
    <div className="note-form">
      {!isPlain && (
        <Segmented
          value={audience}
          onChange={setAudience}
          options={[
            { value: 'internal', label: '内部' },
            { value: 'public', label: '给企业' },
          ]}
        />
      )}
      <Input.TextArea
        ref={(area) => {
          field.current = area?.resizableTextArea?.textArea ?? null;
        }}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') send();
        }}
        maxLength={2000}
        autoSize={{ minRows: 1, maxRows: 6 }}
        placeholder={audience === 'internal' ? '写办理记录，企业不可见' : '写进展，企业会看到'}
        aria-label="办理记录"
      />
      {text.trim() ? (
        <Button type="primary" loading={note.isPending} onClick={send}>
          写入<Kbd>Ctrl ↵</Kbd>
        </Button>
      ) : (
        <Kbd>R</Kbd>
      )}
    </div>
  );
}
