import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../errors';

export interface AccessToken {
  value: string;
  /** When a new one is fetched, milliseconds. */
  renewAt: number;
}

/** Where the processes of one account keep its access token, and agree on who of them fetches the next one. */
export interface TokenStore {
  read(): Promise<AccessToken | undefined>;
  /** The right to fetch, for a few seconds; undefined while somebody else has it. */
  lease(now: Date): Promise<string | undefined>;
  /** Keeps what was fetched and ends the lease; of a lease that somebody else has by now, nothing is kept. */
  write(leaseId: string, token: AccessToken): Promise<void>;
  release(leaseId: string): Promise<void>;
}

/** Longer than the longest request for a token. */
const leaseMs = 15_000;

interface StoredToken {
  /** The account's app id. */
  _id: string;
  /** Token and instant of renewal, encrypted. */
  sealed?: string;
  leaseId?: string;
  leaseEndsAt?: Date;
}

const tokenSchema = new Schema<StoredToken>(
  { _id: { type: String, required: true }, sealed: String, leaseId: String, leaseEndsAt: Date },
  { versionKey: false, collection: 'wechat_tokens' },
);
const TokenModel = model<StoredToken>('WeChatToken', tokenSchema);

/**
 * The store in the database, shared by all processes; the token stands there encrypted.
 * @param rootKey 32 bytes, base64, from which the store's own key is derived
 */
export function databaseTokens(appId: string, rootKey: string): TokenStore {
  const key = Buffer.from(
    hkdfSync('sha256', Buffer.from(rootKey, 'base64'), '', 'qifutong wechat-token', 32),
  );
  return {
    async read() {
      const stored = await TokenModel.findById(appId, { sealed: 1 }).lean();
      return stored?.sealed ? open(key, stored.sealed) : undefined;
    },
    async lease(now) {
      const leaseId = randomUUID();
      const isFree = { $or: [{ leaseEndsAt: { $exists: false } }, { leaseEndsAt: { $lte: now } }] };
      const $set = { leaseId, leaseEndsAt: new Date(now.getTime() + leaseMs) };
      try {
        await TokenModel.updateOne({ _id: appId, ...isFree }, { $set }, { upsert: true });
        return leaseId;
      } catch (error) {
        if (isDuplicateKey(error)) return undefined;
        throw error;
      }
    },
    async write(leaseId, token) {
      await TokenModel.updateOne(
        { _id: appId, leaseId },
        { $set: { sealed: seal(key, token) }, $unset: { leaseId: 1, leaseEndsAt: 1 } },
      );
    },
    async release(leaseId) {
      await TokenModel.updateOne({ _id: appId, leaseId }, { $unset: { leaseId: 1, leaseEndsAt: 1 } });
    },
  };
}

/** A store of one process alone. */
export function memoryTokens(): TokenStore {
  let token: AccessToken | undefined;
  return {
    read: async () => token,
    lease: async () => 'mine',
    write: async (_leaseId, fetched) => {
      token = fetched;
    },
    release: async () => {},
  };
}

function seal(key: Buffer, token: AccessToken): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const encrypted = Buffer.concat([cipher.update(JSON.stringify(token), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64url');
}

/** Undefined where it was written under another key: then a new one is fetched. */
function open(key: Buffer, sealed: string): AccessToken | undefined {
  try {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    return JSON.parse(text) as AccessToken;
  } catch {
    return undefined;
  }
}
