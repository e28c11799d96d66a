import { DocBuilder, toDoc } from '../bson/build';
import { textOf } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { eachElement, fieldAt, nameBytes } from '../bson/raw';
import { BsonType } from '../bson/types';
import { codeName, CommandError, notImplemented } from '../errors';
import type { Arguments } from './arguments';
import type { Command } from './registry';

/** A set of one member can't give more than its own acknowledgement; what asks for more is told so. */
export function withWriteConcern(args: Arguments, command: Command, reply: Buffer): Buffer {
  const concern = args.doc('writeConcern');
  if (!concern || !(command.isRetryable || command.endsTransaction || command.isDefinition)) return reply;
  const w = fieldAt(concern.buf, concern.start, nameBytes('w'));
  if (!w) return reply;
  let code = 0;
  if (w.type === BsonType.string && textOf(w) !== 'majority') code = 79;
  else if (w.type !== BsonType.string && toNumber(w) > 1) code = 100;
  if (code === 0) return reply;
  const errmsg =
    code === 79
      ? `No write concern mode named '${textOf(w)}' found in replica set configuration`
      : 'Not enough data-bearing nodes';
  const builder = new DocBuilder(reply.length + 256);
  eachElement(reply, 0, (name, value) => {
    builder.value(name, value);
  });
  return builder.doc('writeConcernError', toDoc({ code, codeName: codeName(code), errmsg })).finish();
}

/** @throws FailedToParse or NotImplemented when a read can't be as it is asked for */
export function checkConcerns(args: Arguments): void {
  const read = args.doc('readConcern');
  if (read) {
    eachElement(read.buf, read.start, (name, value) => {
      if (name === 'level' && value.type === BsonType.string) {
        const level = textOf(value);
        if (!['local', 'available', 'majority', 'linearizable', 'snapshot'].includes(level))
          throw new CommandError(
            9,
            `Enumeration value '${level}' for field 'readConcern.level' is not a valid value.`,
          );
        if (level === 'snapshot' && !args.fields.has('autocommit'))
          throw notImplemented('readConcern snapshot outside a transaction');
      } else if (name === 'atClusterTime') {
        throw notImplemented('readConcern atClusterTime');
      }
    });
  }
}
