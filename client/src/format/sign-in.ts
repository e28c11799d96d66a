import type { ConsoleSignInStatus, SignInWay } from '@contract/enums';
import { formatPast } from './dates';

/** How somebody showed who they are, in words. */
export const signInWayText: Record<SignInWay, string> = {
  wechat: '微信登录',
  phone: '短信登录',
  'console-qr': '扫码登录控制台',
  password: '密码登录控制台',
};

/** How a console's request to be signed in stands, in words for who scanned it. */
export const consoleSignInText: Record<ConsoleSignInStatus, string> = {
  waiting: '等您确认',
  confirmed: '已确认，电脑上马上就好',
  refused: '已拒绝，电脑上没有登录',
  used: '已登录',
  expired: '二维码过期了，请在电脑上刷新再扫',
};

/** When a session was last used, of which only the hour is known: “1 小时内”, “昨天 14:00”. */
export function lastUsedText(lastUsedAt: string, now: Date): string {
  const isThisHour = now.getTime() - new Date(lastUsedAt).getTime() < 3_600_000;
  return isThisHour ? '1 小时内' : formatPast(lastUsedAt, now);
}

/** The request's code in what a console's QR holds; undefined for any other text. */
export function consoleSignInCode(text: string): string | undefined {
  return /accounts\/console-sign-in\/index\?(?:[^#]*&)?request=([\w-]{16,64})(?:&|$)/.exec(text)?.[1];
}

/** The invitation's code in what its QR holds; any other text is taken for the code itself. */
export function invitationCode(text: string): string {
  const found = /accounts\/invitation\/index\?(?:[^#]*&)?invitation=([\w-]{8,12})(?:&|$)/.exec(text)?.[1];
  return (found ?? text).trim().toUpperCase();
}

/** Where the phone's camera finds the page of a console's request, or of an invitation. */
export const consoleSignInAddress = (origin: string, code: string): string =>
  `${origin}/m/#/features/accounts/console-sign-in/index?request=${code}`;
export const invitationAddress = (origin: string, code: string): string =>
  `${origin}/m/#/features/accounts/invitation/index?invitation=${code}`;
