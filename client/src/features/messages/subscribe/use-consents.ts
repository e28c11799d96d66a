import { useState } from 'react';
import type { MessageTemplate, Reply } from '@contract';
import { getConsents, recordConsents } from '@/api/accounts';
import { useResource } from '@/hooks/use-resource';
import { askForMessages } from '@/platform/subscribe';

export type Consent = Reply<'GET /me/consents'>[number];

/** What was just allowed, per template. */
export interface Outcome {
  granted: MessageTemplate[];
  refused: MessageTemplate[];
  /** WeChat’s main switch is off, or the template was refused for good: only the settings help. */
  isBlocked: boolean;
}

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

/** What WeChat’s answers mean for the person. */
export function outcomeOf(asked: readonly Consent[], answers: Record<string, string>): Outcome {
  const withAnswer = (wanted: (answer: string | undefined) => boolean) =>
    asked.filter(({ templateId }) => wanted(answers[templateId])).map(({ template }) => template);
  return {
    granted: withAnswer((answer) => answer === 'accept'),
    refused: withAnswer((answer) => answer !== 'accept'),
    isBlocked: Object.keys(answers).length === 0 || Object.values(answers).includes('ban'),
  };
}
