import { View } from '@tarojs/components';
import type { Issue } from '@contract';
import { noteProgress } from '@/api/issues';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { ImageUploader } from '@/components/image-uploader';
import { ListRow } from '@/components/list-row';
import { Sheet } from '@/components/sheet';
import { Switch } from '@/components/switch';
import { TextArea } from '@/components/text-area';
import { useAction } from '@/hooks/use-action';
import { useDraft } from '@/hooks/use-draft';
import { useDraftPictures } from '@/hooks/use-draft-pictures';
import { notify } from '@/platform/notify';
import { SheetProblem } from './sheet-problem';

interface NoteForm {
  text: string;
  isPublic: boolean;
  fileIds: string[];
}

interface NoteSheetProps {
  issueId: string;
  onClose: () => void;
  onDone: (issue: Issue) => void;
}

/** Writes down how the matter goes, for the bodies only or for the enterprise too; mounted when it opens. */
export function NoteSheet({ issueId, onClose, onDone }: NoteSheetProps) {
  const { form, update, clear } = useDraft<NoteForm>(`note:${issueId}`, {
    text: '',
    isPublic: false,
    fileIds: [],
  });
  const pictures = useDraftPictures(form.fileIds, (fileIds) => update({ fileIds }));
  const sending = useAction();
  const { text, isPublic, fileIds } = form;

  const send = async () => {
    const isDone = await sending.run(async () => {
      const body = { text: text.trim(), isPublic, ...(fileIds.length > 0 ? { fileIds } : {}) };
      onDone(await noteProgress(issueId, body));
      clear();
    });
    if (!isDone) return;
    notify(isPublic ? '记下了，企业看得到' : '记下了，只有经办单位看得到');
    onClose();
  };

  return (
    <Sheet
      open
      title="记一笔"
      onClose={onClose}
      footer={
        <Button
          block
          size="officer"
          loading={sending.isBusy}
          disabled={text.trim() === '' || pictures.problem !== undefined}
          onTap={() => void send()}
        >
          {isPublic ? '记下，让企业看到' : '记下，企业看不到'}
        </Button>
      }
    >
      <SheetProblem text={sending.problem ?? pictures.problem} />
      <Field label="进展" required error={sending.refusal?.ruleOf('body.text')}>
        <TextArea
          label="进展"
          placeholder="比如：到现场看过了，变压器有余量"
          value={text}
          maxLength={2_000}
          onChange={(next) => update({ text: next })}
        />
      </Field>
      <ImageUploader pictures={pictures.pictures} onChange={pictures.change} upload={pictures.upload} />
      <View className="officer-sheet-row">
        <ListRow
          strong
          title="让企业看到"
          note={isPublic ? '企业会收到，写得让人看懂' : '只有经办单位能看到'}
          end={
            <Switch label="让企业看到" checked={isPublic} onChange={(next) => update({ isPublic: next })} />
          }
        />
      </View>
    </Sheet>
  );
}
