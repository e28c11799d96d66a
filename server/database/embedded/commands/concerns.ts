import { DocBuilder, toDoc } from '../bson/build';
import { textOf } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { eachElement, fieldAt, nameBytes } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { codeName, CommandError, failedToParse, notImplemented, typeMismatch } from '../errors';
import type { Arguments } from './arguments';
import { COMMANDS, type Command } from './registry';

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

const READ_CONCERN_FIELDS = ['level', 'afterClusterTime', 'atClusterTime', 'afterOpTime', 'provenance'];
const TRANSACTION_LEVELS = ['local', 'majority', 'snapshot'];

/** @throws TypeMismatch or NoSuchKey when a client hands back a time that no server gave it */
function checkClusterTime(args: Arguments): void {
  const gossip = args.doc('$clusterTime');
  if (!gossip) return;
  const time = fieldAt(gossip.buf, gossip.start, nameBytes('clusterTime'));
  if (!time) throw new CommandError(4, 'Missing expected field "clusterTime"');
  if (time.type !== BsonType.timestamp)
    throw typeMismatch(
      `"clusterTime" had the wrong type. Expected timestamp, found ${TYPE_NAMES[time.type]}`,
    );
}

/** Commands of the Stable API's version 1 that the engine has. @source mongodb.com/docs/manual/reference/stable-api */
const STABLE = new Set(
  `abortTransaction aggregate commitTransaction count create createIndexes delete drop dropDatabase dropIndexes
  endSessions explain find findAndModify getMore hello insert killCursors listCollections listDatabases listIndexes
  ping update`.split(/\s+/),
);

/** @throws APIVersionError, APIStrictError or InvalidOptions when a command isn't part of the version asked for */
function checkApi(args: Arguments): void {
  const version = args.string('apiVersion');
  if (version === undefined) {
    if (args.fields.has('apiStrict') || args.fields.has('apiDeprecationErrors'))
      throw new CommandError(72, 'Provided apiStrict and/or apiDeprecationErrors without passing apiVersion');
    return;
  }
  if (version !== '1') throw new CommandError(322, 'API version must be "1"');
  if (args.bool('apiStrict') && !STABLE.has(args.name))
    throw new CommandError(
      323,
      `Provided apiStrict:true, but the command ${args.name} is not in API Version 1`,
    );
}

/** @throws FailedToParse or InvalidOptions when a write can't be acknowledged as it is asked for */
function checkWriteConcern(args: Arguments): void {
  const concern = args.doc('writeConcern');
  if (!concern) return;
  if (args.fields.has('autocommit') && COMMANDS[args.name]?.endsTransaction !== true)
    throw new CommandError(72, 'writeConcern is not allowed within a multi-statement transaction');
  eachElement(concern.buf, concern.start, (name, value) => {
    if (name === 'w' && isNumeric(value.type) && !(toNumber(value) >= 0 && toNumber(value) <= 50))
      throw failedToParse('w has to be a non-negative number and not greater than 50');
    else if (name === 'w' && !isNumeric(value.type) && value.type !== BsonType.string && !value.isObject)
      throw failedToParse('w has to be a number, string, or object');
    else if (!WRITE_CONCERN_FIELDS.includes(name))
      throw failedToParse(`unrecognized write concern field: ${name}`);
  });
}

const WRITE_CONCERN_FIELDS = ['w', 'j', 'wtimeout', 'fsync', 'provenance'];

/** @throws FailedToParse, InvalidOptions or NotImplemented when a command can't be done as it is asked for */
export function checkConcerns(args: Arguments): void {
  checkClusterTime(args);
  checkApi(args);
  checkWriteConcern(args);
  const read = args.doc('readConcern');
  if (read) {
    if (args.fields.has('autocommit') && !args.bool('startTransaction'))
      throw new CommandError(72, 'Only the first command in a transaction may specify a readConcern');
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
        if (args.fields.has('autocommit') && !TRANSACTION_LEVELS.includes(level))
          throw new CommandError(
            72,
            "The readConcern level must be either 'local' (default), 'majority' or 'snapshot' in order to run in a transaction",
          );
      } else if (name === 'atClusterTime') {
        throw notImplemented('readConcern atClusterTime');
      } else if (!READ_CONCERN_FIELDS.includes(name)) {
        throw new CommandError(40415, `BSON field 'readConcern.${name}' is an unknown field.`);
      }
    });
  }
}
