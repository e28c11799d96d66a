import type { MessageTemplate, Reply } from '@contract';

export type Consent = Reply<'GET /me/consents'>[number];

/** What was just allowed, per template. */
export interface Outcome {
  granted: MessageTemplate[];
  refused: MessageTemplate[];
  /** WeChat’s main switch is off, or the template was refused for good: only the settings help. */
  isBlocked: boolean;
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
