import type { Issue, IssuePreview, OpenIssueBody } from '@contract';
import type { IssueField, IssueKind } from '@contract/enums';
import { formatMoment } from '@/format/dates';

export const mostCharacters = 2_000;
/** Below this a text says too little to propose anything from. */
export const fewestCharacters = 4;

/** What is typed, kept as a draft; the nonce stays with it, so that sending it again opens one issue only. */
export interface NewIssueForm {
  text: string;
  /** As the person picked it; else as proposed. */
  kind?: IssueKind;
  field?: IssueField;
  fileIds: string[];
  /** Empty: whoever submits. */
  contactName: string;
  contactPhone: string;
  isNameHidden: boolean;
  nonce: string;
  /** What was sent without a known outcome. */
  attempted?: OpenIssueBody;
}

/** An empty form; a question about a policy goes to the field of policies as an enquiry. */
export function emptyForm(nonce: string, isAboutPolicy: boolean): NewIssueForm {
  return {
    text: '',
    fileIds: [],
    contactName: '',
    contactPhone: '',
    isNameHidden: false,
    nonce,
    ...(isAboutPolicy ? { kind: 'enquiry', field: 'policy' } : {}),
  };
}

/** The submission as the API takes it. */
export function toOpenIssueBody(
  form: NewIssueForm,
  category: { kind: IssueKind; field: IssueField },
  policyId?: string,
): OpenIssueBody {
  return {
    body: form.text.trim(),
    kind: category.kind,
    field: category.field,
    ...(form.fileIds.length > 0 ? { fileIds: form.fileIds } : {}),
    ...(form.contactName ? { contactName: form.contactName } : {}),
    ...(form.contactPhone ? { contactPhone: form.contactPhone } : {}),
    ...(form.isNameHidden ? { isNameHidden: true } : {}),
    ...(policyId ? { policyId } : {}),
    nonce: form.nonce,
  };
}

/** What has to be put right in the text before it can be sent; undefined when nothing has. */
export function textProblem(text: string): string | undefined {
  const length = text.trim().length;
  if (length === 0) return '先说说遇到了什么困难';
  if (length < fewestCharacters) return '再多说几个字，经办人才看得懂';
  return undefined;
}

/** Errors after which the server surely has kept nothing: the next try is a first one. */
export function isSurelyRefused(code: string): boolean {
  return !['OFFLINE', 'INTERNAL', 'IDEMPOTENCY_KEY_REUSED'].includes(code);
}

/** The promise before it is made: “11月30日 周一 17:30 前答复您”. */
export function promiseText({ answerDueAt, isProvisional }: IssuePreview, now: Date): string {
  return `${isProvisional ? '预计 ' : ''}${formatMoment(answerDueAt, now)} 前答复您`;
}

/** Who works on it after the first: undefined when the desk answers itself. */
export function nextBody({ proposedBody, accountable }: IssuePreview): IssuePreview['proposedBody'] {
  return proposedBody && proposedBody.id !== accountable.organization.id ? proposedBody : undefined;
}

/** What is told of a sent issue: “李雅琴先接，今天 11:41 前受理”. */
export function whoTakesIt({ accountable, signDueAt }: Pick<Issue, 'accountable' | 'signDueAt'>, now: Date) {
  return {
    name: accountable.name,
    words: signDueAt ? `，${formatMoment(signDueAt, now)} 前受理` : '',
  };
}
