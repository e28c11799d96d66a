import { useState } from 'react';
import { getConsents, recordConsents } from '@/api/accounts';
import { useResource } from '@/hooks/use-resource';
import { askForMessages } from '@/platform/subscribe';

export type ConsentOutcome = 'unasked' | 'granted' | 'refused';

/** WeChat’s question whether progress may be told there; there is nothing to ask with until its template is known. */
export function useProgressConsent() {
  const template = useResource(async () => {
    const consents = await getConsents();
    return { id: consents.find(({ template: name }) => name === 'issue-progress')?.templateId };
  });
  const [outcome, setOutcome] = useState<ConsentOutcome>('unasked');
  const templateId = template.data?.id;

  /** Call it straight from a tap, or WeChat refuses to ask. */
  const ask = async () => {
    if (!templateId) return;
    const answers = await askForMessages([templateId]);
    setOutcome(answers[templateId] === 'accept' ? 'granted' : 'refused');
    // An answer that can't be recorded now only costs one message.
    if (Object.keys(answers).length > 0) await recordConsents(answers).catch(() => undefined);
  };
  return { canAsk: templateId !== undefined, outcome, ask };
}
