import { useState } from 'react';
import type { Issue } from '@contract';
import { getIssue, resolveIssue } from '@/api/issues';
import { ApiError } from '@/api/request';
import { useAction } from '@/hooks/use-action';
import { useDraft } from '@/hooks/use-draft';
import { useResource } from '@/hooks/use-resource';
import { emptyRating, toResolution, type RatingForm } from './view-model';

/** The answered issue, what is chosen so far, and how it is sent. */
export function useRating(id: string) {
  const issue = useResource<Issue>(() => getIssue(id), id);
  const draft = useDraft<RatingForm>(`rating:${id}`, emptyRating);
  const sending = useAction();
  const [rated, setRated] = useState<Issue>();
  const { form } = draft;

  const send = async () => {
    const { result } = form;
    if (!result) return;
    await sending.run(async () => {
      try {
        setRated(await resolveIssue(id, toResolution({ ...form, result })));
        draft.clear();
      } catch (error) {
        // Somebody was faster, or the time is over: what is shown has to say so.
        if (error instanceof ApiError && error.code === 'ISSUE_STATE_CHANGED') await issue.refresh();
        throw error;
      }
    });
  };
  return {
    issue,
    form,
    update: draft.update,
    send,
    rated,
    isSending: sending.isBusy,
    problem: sending.problem,
  };
}
