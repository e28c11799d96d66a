import { clearSignInRemains } from '../modules/accounts/sign-in-jobs.service';
import { runImports } from '../modules/enterprises/import-run.service';
import { keepCheckpoints } from '../modules/audit/checkpoints.service';
import { fillSizes } from '../modules/enterprises/sizes.service';
import { remindEvents } from '../modules/events/event-reminders.service';
import { settleHolds } from '../modules/events/seats.service';
import { lapseIssues, remindIssues } from '../modules/issues/issues.service';
import { followMoves } from '../modules/organizations/moves.service';
import { expireListings } from '../modules/matchmaking/listings.service';
import { climbLadder, deliverOutbox } from '../modules/messages/messages.service';
import { finishPushes } from '../modules/policies/pushes.service';
import { closeDueAccounts } from '../modules/privacy/deletions.service';
import { makeExports } from '../modules/privacy/exports.service';
import { renewPhoneKeys } from '../modules/privacy/phone-keys.service';
import { applyRetention } from '../modules/privacy/retention.service';
import type { Job } from './jobs';

const second = 1_000;
const minute = 60 * second;

/** Everything the product does by itself, again and again. */
export const jobList: readonly Job[] = [
  { name: 'enterprise-imports', label: '企业名单导入', everyMs: second, run: runImports },
  { name: 'enterprise-sizes', label: '企业规模补算', everyMs: 10 * minute, run: fillSizes },
  { name: 'outbox', label: '发送消息', everyMs: second, run: deliverOutbox },
  { name: 'message-ladder', label: '没送到的换渠道', everyMs: 5 * second, run: climbLadder },
  { name: 'briefing-pushes', label: '简报补推', everyMs: 30 * second, run: finishPushes },
  { name: 'issue-reminders', label: '诉求催办', everyMs: 30 * second, run: remindIssues },
  { name: 'issue-lapse', label: '诉求到期办结', everyMs: 30 * second, run: lapseIssues },
  { name: 'event-holds', label: '活动占位清理', everyMs: 30 * second, run: settleHolds },
  { name: 'event-reminders', label: '活动提醒', everyMs: minute, run: remindEvents },
  { name: 'organization-moves', label: '机构变动跟进', everyMs: 5 * second, run: followMoves },
  { name: 'listing-expiry', label: '供需到期', everyMs: 5 * minute, run: expireListings },
  { name: 'sign-in-remains', label: '登录痕迹清理', everyMs: 10 * minute, run: clearSignInRemains },
  { name: 'data-exports', label: '个人数据导出', everyMs: 5 * second, run: makeExports },
  { name: 'account-deletions', label: '账号注销', everyMs: 10 * minute, run: closeDueAccounts },
  { name: 'retention', label: '到期清理', everyMs: 10 * minute, run: applyRetention },
  { name: 'phone-keys', label: '手机号换密钥', everyMs: minute, run: renewPhoneKeys },
  { name: 'audit-checkpoints', label: '审计检查点', everyMs: minute, run: keepCheckpoints },
];
