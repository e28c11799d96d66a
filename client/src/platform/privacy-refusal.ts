/**
 * Why WeChat didn't let a call through, in a sentence that may be shown; undefined where privacy wasn't the reason.
 * @source WeChat, 小程序隐私协议开发指南: errno 103 and 104 refused by the person, 112 not declared by the owner
 */
export function privacyRefusal(error: unknown): string | undefined {
  const { errno, errMsg = '' } = (error ?? {}) as { errno?: number; errMsg?: string };
  if (errno === 103 || errno === 104) return '您没有同意微信的隐私指引，没有读取任何内容';
  if (errno === 112 || errMsg.includes('privacy api banned'))
    return '这项功能还没有在微信备案，请打 12345 告诉我们';
  return undefined;
}
