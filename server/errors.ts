import type { ErrorCode } from '@contract/errors';

/** HTTP status of every error code; a new code fails the type check until it stands here. */
export const httpStatus: Record<ErrorCode, number> = {
  VALIDATION_FAILED: 400,
  NOT_SIGNED_IN: 401,
  SESSION_EXPIRED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  ROUTE_NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 409,
  REQUEST_IN_PROGRESS: 409,
  OUTCOME_UNKNOWN: 409,
  LOGIN_CODE_INVALID: 400,
  PHONE_CODE_INVALID: 400,
  CREDENTIALS_INVALID: 400,
  SIGN_IN_REQUEST_OVER: 409,
  FRESH_SIGN_IN_NEEDED: 403,
  PHONE_UNPROVEN: 409,
  PHONE_TAKEN: 409,
  SMS_UNAVAILABLE: 503,
  INVITATION_INVALID: 400,
  LAST_ADMINISTRATOR: 409,
  CONSENT_REQUIRED: 403,
  WECHAT_UNAVAILABLE: 503,
  CREDIT_CODE_INVALID: 400,
  ENTERPRISE_NOT_FOUND: 404,
  ALREADY_MEMBER: 409,
  NOT_BOUND: 403,
  FILE_TYPE_REFUSED: 415,
  FILE_LIMIT_REACHED: 400,
  POLICY_NOT_PUBLISHED: 409,
  BRIEFING_ALREADY_SENT: 409,
  ISSUE_STATE_CHANGED: 409,
  BODY_NOT_IN_SCOPE: 400,
  EVENT_CLOSED: 409,
  EVENT_FULL: 409,
  ALREADY_REGISTERED: 409,
  LISTING_NOT_OPEN: 409,
  OWN_LISTING: 409,
  ALREADY_INTERESTED: 409,
};

/** The sentence shown where the thrower gives none. */
export const defaultMessage: Record<ErrorCode, string> = {
  VALIDATION_FAILED: '有内容没填对，请按提示改一下',
  NOT_SIGNED_IN: '请先登录',
  SESSION_EXPIRED: '登录已过期，请重新登录',
  FORBIDDEN: '您没有做这件事的权限',
  NOT_FOUND: '没有找到，可能已删除或不对您开放',
  ROUTE_NOT_FOUND: '没有这个地址',
  CONFLICT: '刚刚有人改过，请刷新后再试',
  RATE_LIMITED: '操作太频繁，请稍等一分钟再试',
  INTERNAL: '系统出了点问题，您填的内容没有丢，请稍后再试',
  PAYLOAD_TOO_LARGE: '文件太大，最多 10 MB',
  UNSUPPORTED_MEDIA_TYPE: '不支持这种提交格式',
  IDEMPOTENCY_KEY_REUSED: '同一个提交编号用在了不同内容上',
  REQUEST_IN_PROGRESS: '同样的提交正在处理，请稍等几秒再看',
  OUTCOME_UNKNOWN: '上次提交中断了，不知道办成没有。请先看看是否已经办成，没有再重新提交',
  LOGIN_CODE_INVALID: '登录凭证已失效，请重新登录',
  PHONE_CODE_INVALID: '验证码不对或已过期，请核对或重新获取',
  CREDENTIALS_INVALID: '手机号、密码或动态码不对',
  SIGN_IN_REQUEST_OVER: '这个登录请求已失效，请在电脑上刷新二维码再扫',
  FRESH_SIGN_IN_NEEDED: '登录已超过 10 分钟，请输入原密码和动态码，或退出后重新登录再改',
  PHONE_UNPROVEN: '请先在小程序“个人信息”里验证手机号，再设密码',
  PHONE_TAKEN: '这个手机号已用于另一个账户，请用手机号登录那个账户，或到服务窗口合并',
  SMS_UNAVAILABLE: '短信暂时发不出去，请稍后再试',
  INVITATION_INVALID: '邀请码不对、已用过或已过期，请向邀请您的单位核对',
  LAST_ADMINISTRATOR: '您是这个单位唯一的单位管理员，请先请一位同事接任',
  CONSENT_REQUIRED: '请先同意个人信息处理说明',
  WECHAT_UNAVAILABLE: '微信服务暂时没有响应，请稍后再试',
  CREDIT_CODE_INVALID: '统一社会信用代码不对，请对着执照再看看',
  ENTERPRISE_NOT_FOUND: '没有找到这家企业，请联系所在县区企业服务办登记',
  ALREADY_MEMBER: '您已在这家企业，或申请正在等待同意',
  NOT_BOUND: '请先绑定企业',
  FILE_TYPE_REFUSED: '只能上传图片（JPG、PNG、WebP）、PDF、Word、Excel、PPT 或 CSV',
  FILE_LIMIT_REACHED: '文件数量超过上限',
  POLICY_NOT_PUBLISHED: '政策还没有发布，不能推送',
  BRIEFING_ALREADY_SENT: '这期简报已经推送过，不能再改或再推',
  ISSUE_STATE_CHANGED: '这件诉求刚被别人处理过，请刷新看看',
  BODY_NOT_IN_SCOPE: '不能转给这个单位',
  EVENT_CLOSED: '报名已截止或活动没有开放报名',
  EVENT_FULL: '名额不够了',
  ALREADY_REGISTERED: '这位同事已经报过名',
  LISTING_NOT_OPEN: '这条信息已下架或到期',
  OWN_LISTING: '这是您自己发布的信息',
  ALREADY_INTERESTED: '您已经表达过意向',
};

export interface ErrorDetail {
  /** Field, e.g. `body.creditCode`. */
  path: string;
  /** The rule that failed, in Chinese. */
  rule: string;
}

/** The one error class: a code of the contract, a Chinese sentence, and the fields it is about. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details?: ErrorDetail[];

  constructor(code: ErrorCode, options: { message?: string; details?: ErrorDetail[]; cause?: unknown } = {}) {
    super(options.message ?? defaultMessage[code], { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    if (options.details) this.details = options.details;
  }
}

/** A field the caller filled in wrongly. */
export function invalidField(path: string, rule: string): AppError {
  return new AppError('VALIDATION_FAILED', { message: rule, details: [{ path, rule }] });
}

/** True for MongoDB's unique-index violation, however deep the driver or Mongoose wrapped it. */
export function isDuplicateKey(error: unknown): boolean {
  const seen = error as { code?: unknown; cause?: unknown } | undefined;
  return seen?.code === 11000 || (seen?.cause !== undefined && isDuplicateKey(seen.cause));
}
