import { useState } from 'react';
import { answerIssue } from '@/api/issues';
import { useAction } from '@/hooks/use-action';
import { useDraft } from '@/hooks/use-draft';
import { useDraftPictures } from '@/hooks/use-draft-pictures';
import { emptyAnswer, toAnswerBody, type AnswerForm } from './view-model';

/** The answer as it is typed, with its pictures, and how it is sent. */
export function useAnswer(id: string) {
  const draft = useDraft<AnswerForm>(`answer:${id}`, emptyAnswer);
  const { form, update } = draft;
  const pictures = useDraftPictures(form.fileIds, (fileIds) => update({ fileIds }));
  const sending = useAction();
  const [wasTried, setWasTried] = useState(false);
  const textProblem = form.text.trim() === '' ? '先写答复' : sending.refusal?.ruleOf('body.text');

  /** Answers whether it was sent. */
  const send = async (): Promise<boolean> => {
    setWasTried(true);
    if (form.text.trim() === '' || pictures.problem) return false;
    return sending.run(async () => {
      await answerIssue(id, toAnswerBody(form));
      draft.clear();
      pictures.clear();
    });
  };
  return {
    ...draft,
    pictures,
    send,
    isSending: sending.isBusy,
    problem: sending.problem ?? (wasTried ? pictures.problem : undefined),
    textProblem: wasTried ? textProblem : undefined,
  };
}
