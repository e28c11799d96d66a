import { runAggregate } from './aggregate';
import {
  runCreate,
  runDbStats,
  runDrop,
  runDropDatabase,
  runListCollections,
  runListDatabases,
} from './collections';
import type { Context } from './context';
import { runCount, runDistinct } from './count-distinct';
import { runDelete } from './delete';
import { runExplain } from './explain';
import { runFind, runGetMore, runKillCursors } from './find';
import { runFindAndModify } from './find-and-modify';
import { runCreateIndexes, runDropIndexes, runListIndexes } from './indexes';
import { runInsert } from './insert';
import {
  runAbortTransaction,
  runBuildInfo,
  runCommitTransaction,
  runEndSessions,
  runGetParameter,
  runHello,
  runKillAllSessions,
  runPing,
  runServerStatus,
} from './server';
import { runUpdate } from './update';

/** One command: what runs it and where it may be used. */
export interface Command {
  run(context: Context): Buffer | Promise<Buffer>;
  /** Whether it may be part of a multi-document transaction. */
  inTransaction?: boolean;
  /** Whether it writes and can carry a number that makes it retryable. */
  isRetryable?: boolean;
  /** Whether it only exists with `--test-commands`. */
  isTestOnly?: boolean;
  /** Whether it changes collections or indexes. */
  isDefinition?: boolean;
  /** Whether it ends a transaction. */
  endsTransaction?: boolean;
}

const hello: Command = { run: runHello };
const findAndModify: Command = { run: runFindAndModify, inTransaction: true, isRetryable: true };
const endSessions: Command = { run: runEndSessions };
const buildInfo: Command = { run: runBuildInfo };

/** Every command the engine knows, by name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: { run: runPing },
  buildInfo,
  buildinfo: buildInfo,
  serverStatus: { run: runServerStatus },
  getParameter: { run: runGetParameter },
  dbStats: { run: runDbStats },
  listDatabases: { run: runListDatabases },
  listCollections: { run: runListCollections },
  create: { run: runCreate, inTransaction: true, isDefinition: true },
  drop: { run: runDrop, isDefinition: true },
  dropDatabase: { run: runDropDatabase, isDefinition: true },
  createIndexes: { run: runCreateIndexes, isDefinition: true },
  dropIndexes: { run: runDropIndexes, isDefinition: true },
  listIndexes: { run: runListIndexes },
  insert: { run: runInsert, inTransaction: true, isRetryable: true },
  update: { run: runUpdate, inTransaction: true, isRetryable: true },
  delete: { run: runDelete, inTransaction: true, isRetryable: true },
  find: { run: runFind, inTransaction: true },
  getMore: { run: runGetMore, inTransaction: true },
  killCursors: { run: runKillCursors, inTransaction: true },
  count: { run: runCount },
  distinct: { run: runDistinct, inTransaction: true },
  aggregate: { run: runAggregate, inTransaction: true },
  findAndModify,
  findandmodify: findAndModify,
  explain: { run: runExplain },
  endSessions,
  killSessions: endSessions,
  commitTransaction: { run: runCommitTransaction, inTransaction: true, endsTransaction: true },
  abortTransaction: { run: runAbortTransaction, inTransaction: true, endsTransaction: true },
  killAllSessions: { run: runKillAllSessions, isTestOnly: true },
};
