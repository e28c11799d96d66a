import { View } from '@tarojs/components';
import type { Issue, OrganizationRef } from '@contract';
import { dispatchIssue } from '@/api/issues';
import { Button } from '@/components/button';
import { Choice } from '@/components/choice';
import { Field } from '@/components/field';
import { SearchBox } from '@/components/search-box';
import { Sheet } from '@/components/sheet';
import { TextArea } from '@/components/text-area';
import { useAction } from '@/hooks/use-action';
import { useDraft } from '@/hooks/use-draft';
import { notify } from '@/platform/notify';
import { SheetProblem } from '../../components/sheet-problem';
import { useBodySearch } from '../use-body-search';
import { possibleBodies } from '../view-model';

interface DispatchForm {
  body?: OrganizationRef;
  words: string;
  note: string;
}

interface ActionSheetProps {
  issue: Issue;
  onClose: () => void;
  onDone: (issue: Issue) => void;
}

/** Gives the issue to a body: the one that the matrix names, or another from the directory. */
export function DispatchSheet({ issue, onClose, onDone }: ActionSheetProps) {
  const { proposedBody } = issue;
  const { form, update, clear } = useDraft<DispatchForm>(`dispatch:${issue.id}`, {
    ...(proposedBody ? { body: proposedBody } : {}),
    words: '',
    note: '',
  });
  const search = useBodySearch(form.words);
  const sending = useAction();
  const chosen = form.body;
  const found = possibleBodies(search.bodies, issue).slice(0, 12);

  const send = async () => {
    if (!chosen) return;
    const note = form.note.trim();
    const isDone = await sending.run(async () => {
      onDone(await dispatchIssue(issue.id, { organizationId: chosen.id, ...(note ? { note } : {}) }));
      clear();
    });
    if (!isDone) return;
    notify(`已转给${chosen.shortName}，签收前您负责`);
    onClose();
  };

  return (
    <Sheet
      open
      title="转给哪个单位？"
      onClose={onClose}
      footer={
        <Button block size="officer" disabled={!chosen} loading={sending.isBusy} onTap={() => void send()}>
          {chosen ? `转给${chosen.shortName}` : '先选一个单位'}
        </Button>
      }
    >
      <SheetProblem text={sending.problem} />
      {proposedBody && (
        <Choice
          title={proposedBody.name}
          note="按职责分工，该它办"
          checked={chosen?.id === proposedBody.id}
          onChoose={() => update({ body: proposedBody })}
        />
      )}
      {chosen && chosen.id !== proposedBody?.id && !found.some(({ id }) => id === chosen.id) && (
        <Choice title={chosen.name} checked onChoose={() => undefined} />
      )}
      <SearchBox
        placeholder={proposedBody ? '或者找别的单位' : '找单位，写几个字'}
        value={form.words}
        onChange={(words) => update({ words })}
      />
      {found.map(({ id, name, shortName, regionName }) => (
        <Choice
          key={id}
          title={name}
          note={regionName}
          checked={chosen?.id === id}
          onChoose={() => update({ body: { id, name, shortName } })}
        />
      ))}
      {search.status === 'failed' && <SheetProblem text={search.problem} />}
      {search.status === 'ready' && found.length === 0 && (
        <View className="q-meta">
          {search.bodies.length > 0 ? '只找到上面这个' : '没找到，换个字试试，比如“人力”'}
        </View>
      )}
      <Field label="转办意见" error={sending.refusal?.ruleOf('body.note')}>
        <TextArea
          label="转办意见"
          placeholder="写给承办单位，企业看不到"
          value={form.note}
          maxLength={500}
          onChange={(note) => update({ note })}
        />
      </Field>
    </Sheet>
  );
}
