export { lapseIssues, remindIssues } from './clock-jobs.service';
export { viewContact } from './contact.service';
export { reportLines } from './ledger-report';
export { issueHeads, ledgerHashes, verifyLedgers } from './ledger.service';
export { countIssues, getIssue, listIssues } from './lists.service';
export { openIssue } from './opening.service';
export { previewIssue } from './preview.service';
export { countIssuesOf, countOpenIssues, handOverIssues, rescopeIssues } from './relocation.service';
export {
  acceptIssue,
  answerIssue,
  dispatchIssue,
  noteIssue,
  receiveIssue,
  returnIssue,
} from './transitions.service';
export { resolveIssue, withdrawIssue } from './verdict.service';
