import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  acceptMessage,
  checkToken,
  exchangeCode,
  issueToken,
  Refusal,
  tellPhoneNumber,
  type Account,
} from './wechat-account';

/** An answer as JSON text, or null when it gets lost on the way. */
type Handler = (req: FastifyRequest) => Promise<string | null>;

/**
 * WeChat's server endpoints: always HTTP 200, with an errcode where something is wrong. Whoever calls can't tell them
 * from the real ones.
 * @source developers.weixin.qq.com/miniprogram/dev/server/API
 */
export function wechatEndpoints(account: Account) {
  return async (app: FastifyInstance): Promise<void> => {
    const waiting = new Set<FastifyReply>();
    // A request that never gets an answer would otherwise keep the process from stopping.
    app.addHook('preClose', async () => {
      for (const reply of waiting) reply.raw.destroy();
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 1_000_000 }, (_req, body, done) =>
      done(null, body),
    );

    const answer = (handle: Handler) => async (req: FastifyRequest, reply: FastifyReply) => {
      if (account.faults.timeout) {
        waiting.add(reply);
        reply.raw.once('close', () => waiting.delete(reply));
        return reply.hijack();
      }
      const text = await refuseWithCode(account, () => handle(req));
      if (text !== null) return reply.type('application/json; charset=utf-8').send(text);
      reply.hijack();
      reply.raw.destroy();
      return reply;
    };
    const query = (req: FastifyRequest) => req.query as Record<string, string | undefined>;

    app.all(
      '/sns/jscode2session',
      { schema: { hide: true } },
      answer(async (req) => {
        if (req.method !== 'GET') throw new Refusal(43001, 'require GET method');
        return JSON.stringify(await exchangeCode(account, query(req)));
      }),
    );
    app.all(
      '/cgi-bin/stable_token',
      { schema: { hide: true } },
      answer(async (req) => {
        return JSON.stringify(issueToken(account, readBody(req)));
      }),
    );
    app.all(
      '/wxa/business/getuserphonenumber',
      { schema: { hide: true } },
      answer(async (req) => {
        if (req.method !== 'POST') throw new Refusal(43002, 'require POST method');
        checkToken(account, query(req).access_token);
        return JSON.stringify(await tellPhoneNumber(account, readBody(req)));
      }),
    );
    app.all(
      '/cgi-bin/message/subscribe/send',
      { schema: { hide: true } },
      answer(async (req) => {
        if (req.method !== 'POST') throw new Refusal(43002, 'require POST method');
        checkToken(account, query(req).access_token);
        const { msgid } = await acceptMessage(account, readBody(req));
        // Written by hand because the number has more digits than JSON.stringify could keep.
        return account.faults.answerLost ? null : `{"errcode":0,"errmsg":"ok","msgid":${msgid}}`;
      }),
    );
  };
}

async function refuseWithCode(
  account: Account,
  handle: () => Promise<string | null>,
): Promise<string | null> {
  try {
    if (account.faults.systemError) throw new Refusal(-1, 'system error');
    return await handle();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return JSON.stringify({
      errcode: error.errcode,
      errmsg: `${error.message}${requestMark(error.errcode, account)}`,
    });
  }
}

/** WeChat's request id; log-in and token errors put a comma before it. */
function requestMark(errcode: number, { clock }: Account): string {
  const seconds = Math.floor(clock.now().getTime() / 1000).toString(16);
  const rid = `${seconds}-${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`;
  const isLogIn = errcode === 40029 || errcode === 40163 || errcode === 40001 || errcode === 40226;
  return `${isLogIn ? ',' : ''} rid: ${rid}`;
}

/** @throws Refusal 43002, 44002, 47001 */
function readBody(req: FastifyRequest): Record<string, unknown> {
  if (req.method !== 'POST') throw new Refusal(43002, 'require POST method');
  if (typeof req.body !== 'string' || req.body === '') throw new Refusal(44002, 'empty post data');
  try {
    const parsed: unknown = JSON.parse(req.body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Told below in WeChat's words.
  }
  throw new Refusal(47001, 'data format error');
}
