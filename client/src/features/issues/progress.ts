import type { Issue, IssueRow } from '@contract';
import type { IssueStatus } from '@contract/enums';

export const steps = ['提交', '受理', '办理', '答复', '确认'] as const;

const stepInHand: Record<IssueStatus, number> = {
  submitted: 1,
  accepted: 2,
  dispatched: 2,
  'in-hand': 2,
  answered: 4,
  closed: steps.length,
  withdrawn: 1,
};

/** Index of the step that is in hand; the number of steps when all are done. */
export function currentStep({ status }: Pick<IssueRow, 'status'>): number {
  return stepInHand[status];
}

/** The body that answered, as its card says: “县交通运输局答复”. */
export function answerHeading({ by }: NonNullable<Issue['answer']>): string {
  return `${by.organization.shortName}答复`;
}
