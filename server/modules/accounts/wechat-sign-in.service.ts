import type { Me, Session } from '@contract';
import { requirePerson, type Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { WeChatError } from '../../gateways/wechat';
import { getMe } from './me.service';
import { PersonModel } from './people.model';
import { createPerson } from './people.service';
import { provePhone } from './phone-proof.service';
import { requirePrivacyConsent } from './privacy-consents.service';
import { actorOf, signIn } from './sessions.service';

/** WeChat's code for an account it holds to be at risk. */
const riskyAccount = 40226;

/**
 * Signs a person in with WeChat's log-in code; somebody who comes for the first time is recorded as 微信用户.
 * @throws LOGIN_CODE_INVALID when the code is unknown, expired or used
 * @throws FORBIDDEN when WeChat holds the account to be at risk
 * @throws WECHAT_UNAVAILABLE when WeChat doesn't answer
 */
export async function openSession(ctx: Context, { code }: { code: string }): Promise<Session> {
  const { openid } = await ask(() => ctx.environment.wechat.code2Session(code));
  const personId = (await findByOpenid(openid)) ?? (await createOnce(ctx, openid));
  return signIn(ctx, personId, 'wechat');
}

/**
 * Proves the caller's phone number by the code of WeChat's phone-number button.
 * @throws CONSENT_REQUIRED when the caller hasn't agreed to the privacy text as it holds now
 * @throws LOGIN_CODE_INVALID when the code is unknown, expired or used
 * @throws PHONE_TAKEN when the number is another account's that can't become one with this
 * @throws WECHAT_UNAVAILABLE when WeChat doesn't answer, or knows no mainland number
 */
export async function provePhoneByWeChat(ctx: Context, { code }: { code: string }): Promise<Me> {
  const { personId, sessionId } = requirePerson(ctx);
  await requirePrivacyConsent(ctx);
  const { phone } = await ask(() => ctx.environment.wechat.phoneNumber(code));
  const keeper = await provePhone(ctx, personId, phone);
  // Where two accounts became one, the caller goes on as the one that was kept.
  const actor = await actorOf(keeper, sessionId);
  if (!actor) throw new AppError('NOT_FOUND');
  return getMe({ ...ctx, actor });
}

async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    if (error.isInvalidCode) throw new AppError('LOGIN_CODE_INVALID', { cause: error });
    if (error.errcode === riskyAccount)
      throw new AppError('FORBIDDEN', { message: '微信提示这个账号有风险，暂时不能登录', cause: error });
    throw new AppError('WECHAT_UNAVAILABLE', { cause: error });
  }
}

async function findByOpenid(openid: string): Promise<string | undefined> {
  return (await PersonModel.findOne({ openid }, { _id: 1 }).lean())?._id.toString();
}

/** Two first sign-ins of one person at once: the unique index lets one of them create, the other finds. */
async function createOnce(ctx: Context, openid: string): Promise<string> {
  try {
    return (await createPerson(ctx, { openid, name: '微信用户' })).id;
  } catch (error) {
    const found = isDuplicateKey(error) ? await findByOpenid(openid) : undefined;
    if (!found) throw error;
    return found;
  }
}
