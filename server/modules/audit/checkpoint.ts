import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { canonicalText, hashOf } from './chain';

/** Up to where a chain stood when a checkpoint was taken. */
export interface Head {
  chain: string;
  /** Number of the chain's last link. */
  number: number;
  /** Entries in the chain up to there. */
  entries: number;
  hash: string;
  isClosed?: true;
}

/** One line of the checkpoint file: the heads that moved since the line before, signed. */
export interface CheckpointLine {
  /** The file it belongs to: drawn when the file was begun. */
  file: string;
  /** 1 for the first, without gaps. */
  number: number;
  at: Date;
  heads: Head[];
  /** Hash of the line before; of the first, a hash of the file's id. */
  previousHash: string;
  /** SHA-256 over all the fields above, hexadecimal. */
  hash: string;
  /** Ed25519 over the canonical text of all the fields above, base64. */
  signature: string;
}

/** The next line of a checkpoint file (none before: the first); key Ed25519, PKCS#8 DER, base64. */
export function writeCheckpoint(
  privateKey: string,
  file: string,
  before: Pick<CheckpointLine, 'number' | 'hash'> | undefined,
  { at, heads }: { at: Date; heads: Head[] },
): CheckpointLine {
  const content = {
    file,
    number: (before?.number ?? 0) + 1,
    at,
    heads,
    previousHash: before?.hash ?? hashOf(`checkpoints ${file}`),
  };
  const hashed = { ...content, hash: hashOf(content) };
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const signature = sign(null, Buffer.from(canonicalText(hashed)), key).toString('base64');
  return { ...hashed, signature };
}

export type CheckpointProblem = 'unreadable' | 'altered' | 'unsigned' | 'missing';

/** What is wrong with a line, given the one before it; null when nothing is. */
export function checkpointProblem(
  privateKey: string,
  before: CheckpointLine | undefined,
  line: CheckpointLine,
): CheckpointProblem | null {
  const { signature, ...hashed } = line;
  const { hash, ...content } = hashed;
  if (hashOf(content) !== hash) return 'altered';
  const key = createPublicKey(
    createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }),
  );
  const isOurs = verify(null, Buffer.from(canonicalText(hashed)), key, Buffer.from(signature, 'base64'));
  // Only the one writing of a signature counts, or a changed letter at its end would pass.
  if (!isOurs || Buffer.from(signature, 'base64').toString('base64') !== signature) return 'unsigned';
  const follows =
    line.number === (before?.number ?? 0) + 1 &&
    line.previousHash === (before?.hash ?? hashOf(`checkpoints ${line.file}`)) &&
    (before === undefined || before.file === line.file);
  return follows ? null : 'missing';
}

/** A checkpoint as a line of the file, without the line's end. */
export function checkpointText(line: CheckpointLine): string {
  return canonicalJson({ ...line, at: line.at.toISOString() });
}

function canonicalJson({
  file,
  number,
  at,
  heads,
  previousHash,
  hash,
  signature,
}: Record<string, unknown>): string {
  return JSON.stringify({ file, number, at, heads, previousHash, hash, signature });
}

/** The checkpoint on a line of the file; undefined where it is none, or isn't written as we write it. */
export function parseCheckpoint(text: string): CheckpointLine | undefined {
  try {
    const parsed = JSON.parse(text) as Omit<CheckpointLine, 'at'> & { at: string };
    const line = { ...parsed, at: new Date(parsed.at) };
    return checkpointText(line) === text ? line : undefined;
  } catch {
    return undefined;
  }
}
