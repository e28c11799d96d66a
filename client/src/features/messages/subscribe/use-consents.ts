import { useState } from 'react';
import { getConsents, recordConsents } from '@/api/accounts';
import { useResource } from '@/hooks/use-resource';
import { askForMessages } from '@/platform/subscribe';
import { outcomeOf, type Consent, type Outcome } from './outcome';

/** The messages left to me, and WeChat’s question for more. */
export function useConsents(personId: string) {
  const consents = useResource<Consent[]>(getConsents, personId);
  const [outcome, setOutcome] = useState<Outcome>();
  const [isAsking, setIsAsking] = useState(false);

  /** Call it straight from a tap, or WeChat refuses to ask. */
  const ask = async () => {
    const asked = consents.data ?? [];
    setIsAsking(true);
    try {
      const answers = await askForMessages(asked.map(({ templateId }) => templateId));
      setOutcome(outcomeOf(asked, answers));
      if (Object.keys(answers).length > 0) {
        const counts = await recordConsents(answers);
        consents.replace(
          asked.map((consent) => ({
            ...consent,
            left: counts.find(({ template }) => template === consent.template)?.left ?? consent.left,
          })),
        );
      }
    } finally {
      setIsAsking(false);
    }
  };
  return { ...consents, outcome, isAsking, ask };
}
