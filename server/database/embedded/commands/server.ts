import { ObjectId } from 'bson';

import { textOf } from '../bson/decode';
import { field } from '../bson/raw';
import { BsonType } from '../bson/types';
import { CommandError } from '../errors';
import { truthy } from '../query/conditions';
import { sessionKeyOf } from '../session/session-key';
import { SESSION_TIMEOUT_MINUTES } from '../session/sessions';
import { MAX_DOCUMENT_BYTES } from '../storage/records';
import { MAX_MESSAGE_BYTES } from '../wire/message';
import { checkFields } from './arguments';
import type { Context } from './context';
import { ok } from './reply';

/** The wire version of MongoDB 7.0. @source mongodb.com/docs/manual/reference/command/hello (maxWireVersion) */
export const MAX_WIRE_VERSION = 21;
const VERSION = '7.0.0';
const ELECTION = new ObjectId('7fffffff0000000000000001');

/** `hello`, `isMaster`: the primary of a replica set of one. */
export function runHello(context: Context): Buffer {
  const { engine, args } = context;
  const isLegacy = args.name !== 'hello';
  const stamp = engine.clock.time;
  noteClient(context);
  return ok({
    ...(args.bool('helloOk') ? { helloOk: true } : {}),
    ...(isLegacy ? { ismaster: true } : { isWritablePrimary: true }),
    hosts: [engine.address],
    setName: 'embedded',
    setVersion: 1,
    secondary: false,
    primary: engine.address,
    me: engine.address,
    electionId: ELECTION,
    lastWrite: {
      opTime: { ts: stamp, t: 1 },
      lastWriteDate: new Date(context.now),
      majorityOpTime: { ts: stamp, t: 1 },
      majorityWriteDate: new Date(context.now),
    },
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: new Date(context.now),
    logicalSessionTimeoutMinutes: SESSION_TIMEOUT_MINUTES,
    connectionId: context.connection.id,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
  });
}

/** Keeps the name a client gives itself, by which fail points tell clients apart. */
function noteClient({ args, connection }: Context): void {
  const client = args.doc('client');
  const application = client && field(client.bytes(), 'application');
  const name = application?.isObject ? field(application.bytes(), 'name') : undefined;
  if (name?.type === BsonType.string) connection.appName = textOf(name);
}

/** `ping` */
export function runPing(context: Context): Buffer {
  checkFields(context.args, []);
  return ok();
}

/** `buildInfo` */
export function runBuildInfo(): Buffer {
  return ok({
    version: VERSION,
    versionArray: [7, 0, 0, 0],
    gitVersion: 'embedded',
    modules: ['embedded'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    storageEngines: ['lmdb'],
  });
}

/** `serverStatus` */
export function runServerStatus(context: Context): Buffer {
  const memory = process.memoryUsage();
  return ok({
    host: context.engine.address,
    version: VERSION,
    process: 'embedded',
    pid: process.pid,
    uptime: Math.floor(process.uptime()),
    localTime: new Date(context.now),
    connections: { current: context.engine.connectionCount() },
    mem: {
      bits: 64,
      resident: Math.round(memory.rss / 1_048_576),
      virtual: Math.round(memory.heapTotal / 1_048_576),
    },
    repl: {
      setName: 'embedded',
      isWritablePrimary: true,
      hosts: [context.engine.address],
      me: context.engine.address,
    },
    storageEngine: { name: 'lmdb', persistent: true },
    metrics: { cursor: { open: { total: context.engine.cursors.size } } },
  });
}

/** `endSessions`, `killSessions` */
export function runEndSessions(context: Context): Buffer {
  const sessions = context.args.array(context.args.name) ?? [];
  context.engine.sessions.end(sessions.map(sessionKeyOf));
  return ok();
}

/** `killAllSessions` */
export function runKillAllSessions(context: Context): Buffer {
  context.engine.sessions.endAll();
  context.engine.cursors.killWhere(() => true);
  return ok();
}

/** `getParameter`: one, several or (with `'*'` or `allParameters`) all of those there are. */
export function runGetParameter(context: Context): Buffer {
  const { args, engine } = context;
  const parameters: Readonly<Record<string, unknown>> = {
    authenticationMechanisms: [],
    enableTestCommands: engine.failPoints !== undefined,
    featureCompatibilityVersion: { version: '7.0' },
    localLogicalSessionTimeoutMinutes: SESSION_TIMEOUT_MINUTES,
    requireApiVersion: false,
    transactionLifetimeLimitSeconds: engine.transactionLifetimeMs / 1000,
  };
  const what = args.get('getParameter')!;
  const all = what.isObject ? field(what.bytes(), 'allParameters') : undefined;
  if ((all && truthy(all)) || (what.type === BsonType.string && textOf(what) === '*')) return ok(parameters);
  const found = Object.entries(parameters).filter(([name]) => args.fields.has(name));
  if (found.length === 0) throw new CommandError(72, 'no option found to get');
  return ok(Object.fromEntries(found));
}

/** `commitTransaction` */
export async function runCommitTransaction(context: Context): Promise<Buffer> {
  checkFields(context.args, ['recoveryToken']);
  await context.engine.sessions.commit(context.session!, context.txnNumber!);
  context.engine.killTransactionCursors(context);
  return ok();
}

/** `abortTransaction` */
export function runAbortTransaction(context: Context): Buffer {
  checkFields(context.args, ['recoveryToken']);
  context.engine.sessions.abort(context.session!, context.txnNumber!);
  context.engine.killTransactionCursors(context);
  return ok();
}
