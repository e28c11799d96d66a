import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { Schema, model } from 'mongoose';
import { AppError, isDuplicateKey } from '../errors';

/** An answer as it is repeated. */
export interface Answer {
  status: number;
  contentType: string;
  body: string;
}

/** What became of a request that came with a key. */
interface KeyDoc {
  /** HMAC of who asked, the route and the key: the key itself isn't kept. */
  _id: string;
  /** Of this attempt: only who holds it settles the key. */
  claim: string;
  requestHash: string;
  /** `unknown`: something was written, and what was answered isn't known. */
  state: 'running' | 'answered' | 'unknown';
  startedAt: Date;
  /** Encrypted: answers hold personal data, and those of sign-in routes a session. */
  answer?: string;
  expiresAt: Date;
}

const keySchema = new Schema<KeyDoc>(
  {
    _id: String,
    claim: { type: String, required: true },
    requestHash: { type: String, required: true },
    state: { type: String, required: true },
    startedAt: { type: Date, required: true },
    answer: String,
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'idempotency_keys' },
);
// A key is forgotten when its time is over.
keySchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const IdempotencyKeyModel = model<KeyDoc>('IdempotencyKey', keySchema);

/** A request that takes this long is taken for one whose process died, milliseconds. */
export const deadAfterMs = 60_000;
/** A twin waits this long for the first one's answer, milliseconds. */
const patienceMs = 4_000;
const firstLookMs = 25;
/** Larger answers aren't kept, bytes. */
const mostBytes = 1_000_000;

/** An attempt that holds its key until it is settled. */
export interface Claim {
  id: string;
  claim: string;
}

export interface Asked {
  /** Root secret, base64. */
  secret: string;
  /** Person, or for guests what only the asker knows. */
  owner: string;
  route: string;
  key: string;
  requestHash: string;
  now: Date;
  keptMs: number;
}

/**
 * Takes the key for this attempt, or gives the answer that a former one got. Of twins at once one takes it, by the
 * unique id; the others wait for its answer.
 * @throws IDEMPOTENCY_KEY_REUSED when the key came with another request
 * @throws REQUEST_IN_PROGRESS when the first is still going after four seconds
 * @throws OUTCOME_UNKNOWN when the first was cut off, and nobody knows what it did
 */
export async function claimKey(asked: Asked): Promise<{ claimed: Claim } | { answer: Answer }> {
  const id = idOf(asked);
  const fresh: KeyDoc = {
    _id: id,
    claim: randomUUID(),
    requestHash: asked.requestHash,
    state: 'running',
    startedAt: asked.now,
    expiresAt: new Date(asked.now.getTime() + asked.keptMs),
  };
  const patientUntil = performance.now() + patienceMs;
  for (let waitMs = firstLookMs; ; waitMs = Math.min(waitMs * 2, 400)) {
    if (await take(fresh)) return { claimed: { id, claim: fresh.claim } };
    const found = await IdempotencyKeyModel.findById(id).lean();
    // Released just now: its request was refused, this one may try.
    if (!found) continue;
    if (found.requestHash !== asked.requestHash) throw new AppError('IDEMPOTENCY_KEY_REUSED');
    if (found.state === 'answered' && found.answer)
      return { answer: decrypt(asked.secret, id, found.answer) };
    const isDead = asked.now.getTime() - found.startedAt.getTime() > deadAfterMs;
    if (found.state === 'unknown' || isDead) throw new AppError('OUTCOME_UNKNOWN');
    if (performance.now() > patientUntil) throw new AppError('REQUEST_IN_PROGRESS');
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

async function take(fresh: KeyDoc): Promise<boolean> {
  try {
    await IdempotencyKeyModel.create(fresh);
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  // One whose time is over may stand there for another minute before the database clears it away.
  const { _id, startedAt } = fresh;
  const replaced = await IdempotencyKeyModel.replaceOne({ _id, expiresAt: { $lte: startedAt } }, fresh);
  return replaced.modifiedCount === 1;
}

/** Keeps what was answered, encrypted. */
export async function keepAnswer(secret: string, { id, claim }: Claim, answer: Answer): Promise<void> {
  if (Buffer.byteLength(answer.body) > mostBytes) return keepUnknown({ id, claim });
  await IdempotencyKeyModel.updateOne(
    { _id: id, claim },
    { $set: { state: 'answered', answer: encrypt(secret, id, answer) } },
  );
}

/** Nobody may repeat this request blindly: it wrote something before it failed. */
export async function keepUnknown({ id, claim }: Claim): Promise<void> {
  await IdempotencyKeyModel.updateOne({ _id: id, claim }, { $set: { state: 'unknown' } });
}

/** Gives the key back: the request had no effect and may be sent again. */
export async function releaseKey({ id, claim }: Claim): Promise<void> {
  await IdempotencyKeyModel.deleteOne({ _id: id, claim });
}

function derived(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64'), '', `idempotency ${purpose}`, 32));
}

function idOf({ secret, owner, route, key }: Asked): string {
  return createHmac('sha256', derived(secret, 'ids'))
    .update(JSON.stringify([owner, route, key]))
    .digest('base64url');
}

/** AES-256-GCM under a key of this record alone: iv (12 bytes), tag (16), cipher text, in base64. */
function encrypt(secret: string, id: string, answer: Answer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derived(secret, id), iv).setAAD(Buffer.from(id));
  const text = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

function decrypt(secret: string, id: string, base64: string): Answer {
  const stored = Buffer.from(base64, 'base64');
  const [iv, tag, text] = [stored.subarray(0, 12), stored.subarray(12, 28), stored.subarray(28)];
  const decipher = createDecipheriv('aes-256-gcm', derived(secret, id), iv, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(id)).setAuthTag(tag);
  return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')) as Answer;
}
