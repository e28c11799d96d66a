export { lapseIssues, remindIssues } from './clock-jobs.service';
export { viewContact } from './contact.service';
export { reportLines } from './ledger-report';
export { verifyLedgers } from './ledger.service';
export { countIssues, getIssue, listIssues } from './lists.service';
export { openIssue } from './opening.service';
export { previewIssue } from './preview.service';
export {
  acceptIssue,
  answerIssue,
  dispatchIssue,
  noteIssue,
  receiveIssue,
  resolveIssue,
  returnIssue,
  withdrawIssue,
} from './transitions.service';
