import { toBigInt, toNumber } from '../bson/numbers';
import { elementsOf, fieldAt, nameBytes, type Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { badValue, CommandError } from '../errors';
import { find, type Found } from '../query/find';
import type { Filter, MatchDetails } from '../query/matcher';
import { parseOptionalFilter } from '../query/parse-filter';
import { parseProjection } from '../query/projection';
import { parseSort } from '../query/sort';
import { checkFields } from './arguments';
import type { Context } from './context';
import type { Source } from './cursors';
import { hintOf } from './hints';
import { cursorReply, ok } from './reply';

const FIND_FIELDS = [
  'filter',
  'projection',
  'sort',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'let',
  'allowDiskUse',
];
/** Options that ask for what is done anyway. */
const FIND_FALSE_ONLY = [
  'tailable',
  'awaitData',
  'returnKey',
  'showRecordId',
  'noCursorTimeout',
  'allowPartialResults',
  'oplogReplay',
];

/** A search as a `find` command describes it. */
export interface PlannedFind {
  found: Found | undefined;
  filter: Filter;
  source: Source;
}

/** Plans a `find`; `explain` uses it too. */
export function planFind(context: Context): PlannedFind {
  const { args } = context;
  checkFields(args, FIND_FIELDS, FIND_FALSE_ONLY);
  for (const name of FIND_FALSE_ONLY) {
    if (
      name !== 'noCursorTimeout' &&
      name !== 'allowPartialResults' &&
      name !== 'oplogReplay' &&
      args.bool(name)
    ) {
      throw new CommandError(238, `The option '${name}' of find is not supported by the embedded database`);
    }
  }
  const namespace = context.namespace();
  const collection = context.collection(namespace);
  const filter = parseOptionalFilter(args.doc('filter'));
  const sortSpec = args.doc('sort');
  const natural = sortSpec && naturalSort(sortSpec);
  const sort = sortSpec && !natural ? parseSort(sortSpec) : undefined;
  const projectionSpec = args.doc('projection');
  const projection = projectionSpec && parseProjection(projectionSpec);
  const limit = args.count('limit');
  const skip = args.count('skip');
  if (!collection) return { found: undefined, filter, source: EMPTY };
  const found = find(context.view, collection, {
    filter,
    sort,
    skip,
    limit: limit === 0 ? undefined : limit,
    hint: natural ?? context.hint(hintOf(args), collection),
    deadline: context.deadline,
  });
  const { rows } = found;
  if (!projection) {
    return {
      found,
      filter,
      source: {
        next: () => rows.next()?.doc,
        rest: () => rows.rest(),
        isDone: () => rows.isDone?.() === true,
      },
    };
  }
  const details: MatchDetails = { position: -1 };
  const source: Source = {
    next: () => {
      const row = rows.next();
      if (!row) return undefined;
      if (projection.needsPosition) {
        details.position = -1;
        filter.matches(row.doc, 0, details);
      }
      return projection.project(row.doc, details.position);
    },
    rest: () => rows.rest(),
    isDone: () => rows.isDone?.() === true,
  };
  return { found, filter, source };
}

export const EMPTY: Source = { next: () => undefined, rest: () => undefined };

function naturalSort(spec: Value): 'natural' | 'reverse' | undefined {
  const direction = fieldAt(spec.buf, spec.start, nameBytes('$natural'));
  if (!direction) return undefined;
  if (elementsOf(spec).length > 1 || Math.abs(toNumber(direction)) !== 1)
    throw badValue('$natural sort cannot be set to a value other than -1 or 1 or go with other fields.');
  return toNumber(direction) < 0 ? 'reverse' : 'natural';
}

/** `find` */
export function runFind(context: Context): Buffer {
  const { source } = planFind(context);
  const { args } = context;
  const namespace = context.namespace();
  const batch = context.engine.cursors.start(
    source,
    namespace,
    args.count('batchSize'),
    args.bool('singleBatch') === true,
    ownerOf(context),
  );
  return cursorReply('firstBatch', batch.docs, batch.id, namespace);
}

/** The transaction a cursor belongs to. */
export function ownerOf(context: Context): string | undefined {
  return context.transaction ? `${context.session}:${context.txnNumber}` : undefined;
}

/** `getMore` */
export function runGetMore(context: Context): Buffer {
  const { args } = context;
  checkFields(args, ['collection', 'batchSize'], ['term', 'lastKnownCommittedOpTime']);
  const id = args.fields.get('getMore')!;
  if (id.type !== BsonType.long && id.type !== BsonType.int) {
    throw new CommandError(14, "BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
  }
  const namespace = `${context.database}.${args.string('collection') ?? ''}`;
  const batch = context.engine.cursors.next(
    toBigInt(id),
    namespace,
    args.count('batchSize'),
    ownerOf(context),
  );
  return cursorReply('nextBatch', batch.docs, batch.id, namespace);
}

/** `killCursors` */
export function runKillCursors(context: Context): Buffer {
  checkFields(context.args, ['cursors']);
  const ids = (context.args.array('cursors') ?? []).map(toBigInt);
  const { killed, unknown } = context.engine.cursors.kill(ids);
  return ok({ cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] });
}
