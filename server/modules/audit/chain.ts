import { createHash } from 'node:crypto';
import { Types } from 'mongoose';

/** Which process writes a chain, for whoever has to find it. */
export interface ChainProcess {
  host: string;
  pid: number;
}

/** One link of a chain: the entries that a process committed since the link before, in order. */
export interface Block {
  _id: Types.ObjectId;
  chain: string;
  /** 0 for the opening link, without gaps. */
  number: number;
  /** Sequence number of the first entry below; the others follow. */
  first: number;
  /** Entries by id, with the hash over everything each one says. */
  entries: { id: Types.ObjectId; hash: string }[];
  /** Opening: the chain starts. Closing: nothing follows. */
  kind?: 'opening' | 'closing';
  by?: ChainProcess;
  /** Hash of the link before; of the opening link, a hash of the chain's id. */
  previousHash: string;
  /** SHA-256 over all the fields above, hexadecimal. */
  hash: string;
}

/** What the next link follows. */
export type Tail = Pick<Block, 'chain' | 'number' | 'hash'> & { nextSequence: number };

/** One text for one stored value: keys in order, types of the database told apart. */
export function canonicalText(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number')
    return Number.isFinite(value) ? JSON.stringify(value) : `{"$number":"${value}"}`;
  if (value instanceof Date) return `{"$date":${value.getTime()}}`;
  if (value instanceof Types.ObjectId) return `{"$oid":"${value.toHexString()}"}`;
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalText(field)}`);
    return `{${fields.join(',')}}`;
  }
  // A type that no entry of ours holds: whatever it is, the hash is another one.
  return `{"$other":${JSON.stringify(String(value))}}`;
}

/** SHA-256 over everything a stored value says, hexadecimal. */
export function hashOf(value: unknown): string {
  return sha256(canonicalText(value));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The hash that a link must carry. */
export function blockHash(block: Omit<Block, 'hash'> & { hash?: string }): string {
  const { hash: _, ...content } = block;
  return hashOf(content);
}

function link(block: Omit<Block, 'hash' | '_id'>): Block {
  const content = { _id: new Types.ObjectId(), ...block };
  return { ...content, hash: blockHash(content) };
}

/** The first link of a chain: it says who writes and holds no entry. */
export function openingBlock(chain: string, by: ChainProcess): Block {
  return link({
    chain,
    number: 0,
    first: 1,
    entries: [],
    kind: 'opening',
    by,
    previousHash: sha256(`chain ${chain}`),
  });
}

/** The link that follows another. */
export function nextBlock(tail: Tail, entries: Block['entries']): Block {
  const { chain, number, hash, nextSequence } = tail;
  return link({ chain, number: number + 1, first: nextSequence, entries: [...entries], previousHash: hash });
}

/** The last link of a chain: from then on nothing can follow. */
export function closingBlock(tail: Tail, by: ChainProcess): Block {
  const { chain, number, hash, nextSequence } = tail;
  return link({
    chain,
    number: number + 1,
    first: nextSequence,
    entries: [],
    kind: 'closing',
    by,
    previousHash: hash,
  });
}

export function tailOf({ chain, number, hash, first, entries }: Block): Tail {
  return { chain, number, hash, nextSequence: first + entries.length };
}

export type BlockProblem = 'missing' | 'altered' | 'unlinked' | 'after-closing';

/** What is wrong with a link, given the one stored before it (none: it must be the opening one); null when nothing is. */
export function blockProblem(before: Block | undefined, block: Block): BlockProblem | null {
  if (block.number !== (before?.number ?? -1) + 1) return 'missing';
  if (blockHash(block) !== block.hash) return 'altered';
  const isOpening = block.kind === 'opening';
  if (isOpening !== (before === undefined)) return 'unlinked';
  if (block.previousHash !== (before?.hash ?? sha256(`chain ${block.chain}`))) return 'unlinked';
  if (block.first !== (before ? before.first + before.entries.length : 1)) return 'unlinked';
  return before?.kind === 'closing' ? 'after-closing' : null;
}
