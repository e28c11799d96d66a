import { clearSignInRemains } from '../modules/accounts/sign-in-jobs.service';
import { remindEvents } from '../modules/events/event-reminders.service';
import { settleHolds } from '../modules/events/seats.service';
import { lapseIssues, remindIssues } from '../modules/issues/issues.service';
import { expireListings } from '../modules/matchmaking/listings.service';
import { deliverOutbox } from '../modules/messages/messages.service';
import { finishPushes } from '../modules/policies/pushes.service';
import { renewPhoneKeys } from '../modules/privacy/phone-keys.service';
import type { Job } from './jobs';

const second = 1_000;
const minute = 60 * second;

/** Everything the product does by itself, again and again. */
export const jobList: readonly Job[] = [
  { name: 'outbox', label: '发送消息', everyMs: second, run: deliverOutbox },
  { name: 'briefing-pushes', label: '简报补推', everyMs: 30 * second, run: finishPushes },
  { name: 'issue-reminders', label: '诉求催办', everyMs: 30 * second, run: remindIssues },
  { name: 'issue-lapse', label: '诉求到期办结', everyMs: 30 * second, run: lapseIssues },
  { name: 'event-holds', label: '活动占位清理', everyMs: 30 * second, run: settleHolds },
  { name: 'event-reminders', label: '活动提醒', everyMs: minute, run: remindEvents },
  { name: 'listing-expiry', label: '供需到期', everyMs: 5 * minute, run: expireListings },
  { name: 'sign-in-remains', label: '登录痕迹清理', everyMs: 10 * minute, run: clearSignInRemains },
  { name: 'phone-keys', label: '手机号换密钥', everyMs: minute, run: renewPhoneKeys },
];
