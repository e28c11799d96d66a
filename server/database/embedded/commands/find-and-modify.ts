import { DocBuilder } from '../bson/build';
import { docValue, field, type Value } from '../bson/raw';
import { failedToParse } from '../errors';
import { parseOptionalFilter } from '../query/parse-filter';
import { parseProjection } from '../query/projection';
import { parseSort } from '../query/sort';
import type { MatchDetails } from '../query/matcher';
import { deleteRecord, insertRecord } from '../storage/records';
import type { WriteScope } from '../storage/store';
import { parseUpdate } from '../update/update';
import { upsertDocument } from '../update/upsert';
import { checkFields } from './arguments';
import type { Context } from './context';
import { hintOf } from './hints';
import { storable } from './insert';
import { matched, statementNumber } from './statements';
import { updateRow } from './update';

interface Outcome {
  /** The document to return, or undefined for none. */
  value: Buffer | undefined;
  updatedExisting: boolean;
  n: number;
  upsertedId: Value | undefined;
  position: number;
}

const FIELDS = [
  'query',
  'sort',
  'remove',
  'update',
  'new',
  'fields',
  'upsert',
  'arrayFilters',
  'hint',
  'let',
  'stmtId',
];

/** `findAndModify` */
export async function runFindAndModify(context: Context): Promise<Buffer> {
  const { args } = context;
  checkFields(args, FIELDS, ['bypassDocumentValidation']);
  const namespace = context.namespace();
  const remove = args.bool('remove') ?? false;
  const isNew = args.bool('new') ?? false;
  const upsert = args.bool('upsert') ?? false;
  const spec = args.get('update');
  if (remove && spec) throw failedToParse('Cannot specify both an update and remove=true');
  if (remove && upsert) throw failedToParse('Cannot specify both upsert=true and remove=true');
  if (remove && isNew)
    throw failedToParse(
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  if (!remove && !spec) throw failedToParse('Either an update or remove=true must be specified');
  const filter = parseOptionalFilter(args.doc('query'));
  const sortSpec = args.doc('sort');
  const sort = sortSpec && parseSort(sortSpec);
  const fields = args.doc('fields');
  const projection = fields && parseProjection(fields);
  const update = spec && parseUpdate(spec, args.array('arrayFilters') ?? []);
  if (upsert) await context.prepareCollection(namespace);

  const run = (scope: WriteScope): Outcome => {
    const collection = context.collection(namespace);
    const [row] = collection ? matched(context, scope, collection, filter, 1, hintOf(args), sort) : [];
    const outcome: Outcome = {
      value: undefined,
      updatedExisting: false,
      n: 0,
      upsertedId: undefined,
      position: -1,
    };
    if (row && collection) {
      const details: MatchDetails = { position: -1 };
      if (projection?.needsPosition) filter.matches(row.doc, 0, details);
      outcome.position = details.position;
      outcome.n = 1;
      if (!update) {
        deleteRecord(scope, collection, row.record, row.doc);
        outcome.value = row.doc;
        return outcome;
      }
      const after = updateRow(context, scope, collection, row, filter, update);
      outcome.updatedExisting = true;
      outcome.value = isNew ? after : row.doc;
      return outcome;
    }
    if (!update || !upsert) return outcome;
    const doc = storable(upsertDocument(filter, update, context.now), context.now);
    insertRecord(scope, context.ensureCollection(scope, namespace), doc);
    return { ...outcome, n: 1, upsertedId: field(doc, '_id'), value: isNew ? doc : undefined };
  };

  const answer = (outcome: Outcome): Buffer => {
    const builder = new DocBuilder((outcome.value?.length ?? 0) + 256)
      .begin('lastErrorObject')
      .int('n', outcome.n);
    if (!remove) builder.bool('updatedExisting', outcome.updatedExisting);
    if (outcome.upsertedId) builder.value('upserted', outcome.upsertedId);
    builder.end();
    if (outcome.value)
      builder.doc('value', projection ? projection.project(outcome.value, outcome.position) : outcome.value);
    else builder.null('value');
    return builder.double('ok', 1).finish();
  };

  return context.write((scope, retry) => {
    const statement = retry ? statementNumber(context, 0) : 0;
    const before = retry?.answerTo(statement);
    if (before) return Buffer.from(before.bytes());
    const reply = answer(run(scope));
    retry?.noteAnswer(statement, docValue(reply));
    return reply;
  });
}
