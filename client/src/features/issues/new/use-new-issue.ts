import { useState } from 'react';
import type { Issue, OpenIssueBody } from '@contract';
import { openIssue, previewIssue } from '@/api/issues';
import { newNonce } from '@/api/nonce';
import { ApiError } from '@/api/request';
import { useAction } from '@/hooks/use-action';
import { useDraft } from '@/hooks/use-draft';
import { useDraftPictures } from '@/hooks/use-draft-pictures';
import { confirm } from '@/platform/notify';
import { usePreview } from './use-preview';
import { emptyForm, isSurelyRefused, textProblem, toOpenIssueBody, type NewIssueForm } from './view-model';

/** The form of a new issue: its draft and pictures, what it would mean, and how it is sent. */
export function useNewIssue(enterpriseId: string, policyId: string | undefined) {
  const [empty] = useState(() => emptyForm(newNonce(), policyId !== undefined));
  const draft = useDraft<NewIssueForm>(`issue:${enterpriseId}:${policyId ?? ''}`, empty);
  const { form, update } = draft;
  const pictures = useDraftPictures(form.fileIds, (fileIds) => update({ fileIds }));
  const preview = usePreview(form.text, form.kind, form.field);
  const sending = useAction();
  const [sent, setSent] = useState<Issue>();
  const [wasTried, setWasTried] = useState(false);
  const problem = textProblem(form.text);

  const send = async () => {
    setWasTried(true);
    if (problem || pictures.problem) return;
    await sending.run(async () => {
      const category = preview.preview ?? (await previewIssue({ body: form.text.trim() }));
      const { kind, field } = { ...category, ...pickedOf(form) };
      const body = toOpenIssueBody(form, { kind, field }, policyId);
      // The first body whose outcome isn't known is the one the server may have kept under this nonce.
      const earlier = form.attempted;
      if (!earlier) update({ attempted: body });
      try {
        setSent(await openOnce(body, earlier, update));
        draft.clear();
        pictures.clear();
      } catch (error) {
        if (!earlier && error instanceof ApiError && isSurelyRefused(error.code))
          update({ attempted: undefined });
        throw error;
      }
    });
  };

  return {
    ...draft,
    pictures,
    preview,
    send,
    sent,
    isSending: sending.isBusy,
    refusal: sending.refusal,
    problem: sending.problem ?? (wasTried ? pictures.problem : undefined),
    textProblem: wasTried ? (problem ?? sending.refusal?.ruleOf('body.body')) : undefined,
  };
}

function pickedOf({ kind, field }: NewIssueForm) {
  return { ...(kind ? { kind } : {}), ...(field ? { field } : {}) };
}

/**
 * Opens one issue, also when an earlier try got through without an answer and the text was changed since: the person
 * chooses between seeing the first one and raising the changed text as another.
 */
async function openOnce(
  body: OpenIssueBody,
  earlier: OpenIssueBody | undefined,
  update: (change: Partial<NewIssueForm>) => void,
): Promise<Issue> {
  try {
    return await openIssue(body);
  } catch (error) {
    if (!earlier || !(error instanceof ApiError) || error.code !== 'IDEMPOTENCY_KEY_REUSED') throw error;
    const wantsAnother = await confirm({
      title: '刚才那次已经提交成功',
      text: '后来改的内容，要另提一件吗？',
      yes: '另提一件',
      no: '看那一件',
    });
    if (!wantsAnother) return openIssue(earlier);
    // Pictures of the first issue belong to it now.
    const fileIds = (body.fileIds ?? []).filter((id) => !earlier.fileIds?.includes(id));
    const { fileIds: _taken, ...rest } = body;
    const another = { ...rest, ...(fileIds.length > 0 ? { fileIds } : {}), nonce: newNonce() };
    update({ nonce: another.nonce, fileIds, attempted: another });
    return openIssue(another);
  }
}
