import type { Body, Issue, LedgerEntry, Office } from '@contract';

export const mostCharacters = 4_000;

/** What is typed, kept as a draft. */
export interface AnswerForm {
  text: string;
  fileIds: string[];
}

export const emptyAnswer: AnswerForm = { text: '', fileIds: [] };

export function toAnswerBody({ text, fileIds }: AnswerForm): Body<'POST /issues/:id/answers'> {
  return { text: text.trim(), ...(fileIds.length > 0 ? { fileIds } : {}) };
}

/** What other officers wrote down, the newest first: what an answer can build on. */
export function latestNotes(entries: readonly LedgerEntry[], most = 2): LedgerEntry[] {
  return entries
    .filter(({ kind, actorOrganization, note }) => kind === 'noted' && actorOrganization && note)
    .slice(-most)
    .reverse();
}

/** What the enterprise complained of, when it has sent an answer back. */
export function lastDispute(entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  return entries.filter(({ kind }) => kind === 'disputed').at(-1);
}

/** In whose name the answer goes out: my body that answers for the issue. */
export function answeringBody(
  offices: readonly Office[],
  { accountable }: Pick<Issue, 'accountable'>,
): string {
  const mine = offices.find(({ organization }) => organization.id === accountable.organization.id);
  return (mine?.organization ?? accountable.organization).name;
}
