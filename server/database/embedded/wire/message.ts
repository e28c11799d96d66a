import { docValue, Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { validateDocument } from '../bson/validate';

/** Largest message that is accepted. @source mongodb.com/docs/manual/reference/command/hello (maxMessageSizeBytes) */
export const MAX_MESSAGE_BYTES = 48_000_000;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

/** A request as it came over the wire. */
export interface Request {
  id: number;
  body: Value;
  /** Documents sent beside the body, by the field they belong to. */
  sequences: Map<string, Value[]>;
  /** Whether the sender doesn't want an answer. */
  moreToCome: boolean;
  /** Set when the request came in the form that old handshakes use; holds its database. */
  legacyDatabase: string | undefined;
}

/** Bytes that are no message of the protocol. */
export class InvalidMessage extends Error {}

/** Reads one whole message. @throws InvalidMessage or InvalidBson when it isn't one */
export function parseMessage(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const operation = message.readInt32LE(12);
  if (operation === OP_MSG) return parseMsg(message, id);
  if (operation === OP_QUERY) return parseQuery(message, id);
  throw new InvalidMessage(`Unsupported operation ${operation}`);
}

function parseMsg(message: Buffer, id: number): Request {
  if (message.length < HEADER_BYTES + 4) throw new InvalidMessage('message too short');
  const flags = message.readUInt32LE(HEADER_BYTES);
  // Bits 0 to 15 are required: one that isn't known makes the message unreadable.
  if ((flags & 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0) throw new InvalidMessage('unknown flags');
  const end = (flags & CHECKSUM_PRESENT) !== 0 ? message.length - 4 : message.length;
  const sequences = new Map<string, Value[]>();
  let body: Value | undefined;
  let at = HEADER_BYTES + 4;
  while (at < end) {
    const kind = message[at];
    at += 1;
    if (kind === 0) {
      if (body) throw new InvalidMessage('more than one body');
      const bodyEnd = validateDocument(message, at, end);
      body = docValue(message.subarray(at, bodyEnd));
      at = bodyEnd;
    } else if (kind === 1) {
      at = parseSequence(message, at, end, sequences);
    } else {
      throw new InvalidMessage(`unknown section kind ${kind}`);
    }
  }
  if (!body) throw new InvalidMessage('no body');
  return { id, body, sequences, moreToCome: (flags & MORE_TO_COME) !== 0, legacyDatabase: undefined };
}

function parseSequence(
  message: Buffer,
  start: number,
  limit: number,
  sequences: Map<string, Value[]>,
): number {
  if (start + 4 > limit) throw new InvalidMessage('section out of bounds');
  const end = start + message.readInt32LE(start);
  if (end > limit || end < start + 5) throw new InvalidMessage('section out of bounds');
  const nameEnd = message.indexOf(0, start + 4);
  if (nameEnd < 0 || nameEnd >= end) throw new InvalidMessage('section without a name');
  const name = message.toString('utf8', start + 4, nameEnd);
  if (sequences.has(name)) throw new InvalidMessage(`section ${name} twice`);
  const docs: Value[] = [];
  let at = nameEnd + 1;
  while (at < end) {
    const docEnd = validateDocument(message, at, end);
    docs.push(new Value(BsonType.object, message, at, docEnd));
    at = docEnd;
  }
  sequences.set(name, docs);
  return end;
}

function parseQuery(message: Buffer, id: number): Request {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
  if (nameEnd < 0 || nameEnd + 9 > message.length) throw new InvalidMessage('query out of bounds');
  const namespace = message.toString('utf8', HEADER_BYTES + 4, nameEnd);
  if (!namespace.endsWith('.$cmd')) throw new InvalidMessage('OP_QUERY is only accepted for the handshake');
  const start = nameEnd + 9;
  const end = validateDocument(message, start, message.length);
  return {
    id,
    body: docValue(message.subarray(start, end)),
    sequences: new Map(),
    moreToCome: false,
    legacyDatabase: namespace.slice(0, -5),
  };
}

let nextId = 1;

function header(length: number, responseTo: number, operation: number, extra: number): Buffer {
  const head = Buffer.allocUnsafe(HEADER_BYTES + extra);
  head.writeInt32LE(length, 0);
  head.writeInt32LE(nextId, 4);
  nextId = (nextId + 1) & 0x7fffffff;
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(operation, 12);
  return head;
}

/** What comes before a reply's document, in the form the request came in. */
export function replyHead(request: Request, documentBytes: number): Buffer {
  if (request.legacyDatabase === undefined) {
    const head = header(HEADER_BYTES + 5 + documentBytes, request.id, OP_MSG, 5);
    head.writeUInt32LE(0, HEADER_BYTES);
    head[HEADER_BYTES + 4] = 0;
    return head;
  }
  const head = header(HEADER_BYTES + 20 + documentBytes, request.id, OP_REPLY, 20);
  head.fill(0, HEADER_BYTES);
  head.writeInt32LE(8, HEADER_BYTES);
  head.writeInt32LE(1, HEADER_BYTES + 16);
  return head;
}
