import { toNumber } from '../bson/numbers';
import { field, type Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { toJs } from '../bson/decode';
import { CommandError, notImplemented } from '../errors';
import type { Found } from '../query/find';
import { find } from '../query/find';
import { iterate } from '../query/executor';
import { parseOptionalFilter } from '../query/parse-filter';
import { parseSort } from '../query/sort';
import { keyPattern } from '../storage/index-definition';
import type { IndexPlan } from '../query/index-plan';
import type { Plan } from '../query/planner';
import { Arguments } from './arguments';
import { planAggregate } from './aggregate';
import { Context } from './context';
import { planFind } from './find';
import { ok } from './reply';

type Stage = Record<string, unknown>;

function indexStage(plan: IndexPlan): { stage: string; inputStage: Stage } {
  return {
    stage: 'FETCH',
    inputStage: {
      stage: 'IXSCAN',
      keyPattern: toJs(keyPattern(plan.index)),
      indexName: plan.index.name,
      isMultiKey: plan.index.multikey !== 0,
      isUnique: plan.index.isUnique,
      isSparse: plan.index.isSparse,
      isPartial: plan.index.partial !== undefined,
      direction: plan.reverse ? 'backward' : 'forward',
      boundFields: plan.boundFields,
      spans: plan.spans.length,
    },
  };
}

function accessStage(plan: Plan): Stage {
  if (plan.kind === 'collection')
    return { stage: 'COLLSCAN', direction: plan.reverse ? 'backward' : 'forward' };
  if (plan.kind === 'index') {
    const { stage, inputStage } = indexStage(plan);
    return {
      stage,
      inputStage: plan.mergeHead ? { stage: 'SORT_MERGE', inputStages: [inputStage] } : inputStage,
    };
  }
  return {
    stage: 'FETCH',
    inputStage: { stage: 'OR', inputStages: plan.branches.map((branch) => indexStage(branch).inputStage) },
  };
}

/** The plan as MongoDB's `explain` names its stages. */
export function planStages(found: Found | undefined): Stage {
  if (!found) return { stage: 'EOF' };
  if (found.isCovered && found.plan.kind === 'index') return indexStage(found.plan).inputStage;
  const access = accessStage(found.plan);
  return found.sorts ? { stage: 'SORT', inputStage: access } : access;
}

/** The command that is to be explained, as a context of its own. */
function inner(context: Context): Context {
  const body = context.args.fields.get('explain')!;
  if (!body.isObject)
    throw new CommandError(14, "BSON field 'explain.explain' is the wrong type, expected type 'object'");
  return new Context(
    context.engine,
    context.connection,
    context.database,
    new Arguments(body),
    context.sequences,
    context.session,
    context.transaction,
    undefined,
    context.deadline,
    context.now,
  );
}

/** `explain`: plans, and runs unless only the plan is wanted. */
export function runExplain(context: Context): Buffer {
  const verbosity = context.args.string('verbosity') ?? 'allPlansExecution';
  if (!['queryPlanner', 'executionStats', 'allPlansExecution'].includes(verbosity)) {
    throw new CommandError(
      9,
      `verbosity string must be one of {'queryPlanner', 'executionStats', 'allPlansExecution'}`,
    );
  }
  const target = inner(context);
  const runs = verbosity !== 'queryPlanner';
  const started = Date.now();
  const { found, count } = explained(target, runs);
  return ok({
    explainVersion: '1',
    queryPlanner: {
      namespace: target.namespace(),
      parsedQuery: parsedQuery(target),
      winningPlan: planStages(found),
      rejectedPlans: [],
    },
    ...(runs
      ? {
          executionStats: {
            executionSuccess: true,
            nReturned: count,
            executionTimeMillis: Date.now() - started,
            totalKeysExamined: found?.counters.keysExamined ?? 0,
            totalDocsExamined: found?.counters.docsExamined ?? 0,
            executionStages: { ...planStages(found), nReturned: count },
          },
        }
      : {}),
    serverInfo: { host: context.engine.address, version: '7.0.0' },
  });
}

function parsedQuery(target: Context): unknown {
  const filter = target.args.get('filter') ?? target.args.get('query');
  return filter ? toJs(filter) : {};
}

function explained(target: Context, runs: boolean): { found: Found | undefined; count: number } {
  switch (target.args.name) {
    case 'find': {
      const { found, source } = planFind(target);
      let count = 0;
      if (runs) while (source.next()) count += 1;
      source.rest();
      return { found, count };
    }
    case 'aggregate': {
      const { found, docs, rest } = planAggregate(target);
      let count = 0;
      if (runs) for (const doc of docs) if (doc) count += 1;
      rest();
      return { found, count };
    }
    case 'count':
      return searched(target, runs, { query: target.args.doc('query'), countsOnly: true });
    case 'distinct':
      return searched(target, runs, { query: target.args.doc('query') });
    case 'findAndModify':
      return searched(target, runs, {
        query: target.args.doc('query'),
        sort: target.args.doc('sort'),
        limit: 1,
      });
    case 'update':
    case 'delete': {
      const isUpdate = target.args.name === 'update';
      const list = target.documents(isUpdate ? 'updates' : 'deletes');
      if (list.length !== 1) throw new CommandError(72, 'explained write batches must be of size 1');
      const statement = list[0]!.bytes();
      const all = isUpdate ? isTrue(field(statement, 'multi')) : !isTrue(field(statement, 'limit'));
      return searched(target, runs, {
        query: field(statement, 'q'),
        limit: all ? undefined : 1,
        hint: field(statement, 'hint'),
      });
    }
    default:
      throw notImplemented(`explain of ${target.args.name}`);
  }
}

/** Whether a flag or a number is set. */
function isTrue(value: Value | undefined): boolean {
  if (!value) return false;
  return value.type === BsonType.bool ? value.buf[value.start] === 1 : toNumber(value) !== 0;
}

interface Search {
  query: Value | undefined;
  sort?: Value | undefined;
  limit?: number | undefined;
  hint?: Value | undefined;
  countsOnly?: boolean;
}

function searched(
  target: Context,
  runs: boolean,
  { query, sort, limit, hint = target.args.get('hint'), countsOnly = false }: Search,
): { found: Found | undefined; count: number } {
  const collection = target.collection(target.namespace());
  if (!collection) return { found: undefined, count: 0 };
  const found = find(target.view, collection, {
    filter: parseOptionalFilter(query),
    sort: sort && parseSort(sort),
    limit,
    hint: target.hint(hint, collection),
    deadline: target.deadline,
    countsOnly,
  });
  let count = 0;
  if (runs) for (const row of iterate(found.rows)) if (row) count += 1;
  found.rows.rest();
  return { found, count };
}
