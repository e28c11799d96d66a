import { DocBuilder, toDoc } from '../bson/build';
import { codeName, type CommandError } from '../errors';

/** A reply that says yes and carries fields. */
export function ok(fields: Record<string, unknown> = {}): Buffer {
  return toDoc({ ...fields, ok: 1 });
}

/** A reply that says no. */
export function failure(error: CommandError): Buffer {
  return toDoc({
    ...(error.labels.length > 0 ? { errorLabels: error.labels } : {}),
    ok: 0,
    errmsg: error.message,
    code: error.code,
    codeName: codeName(error.code),
    ...error.extra,
  });
}

/** A reply with a cursor's first or next documents. */
export function cursorReply(
  kind: 'firstBatch' | 'nextBatch',
  docs: readonly Buffer[],
  id: bigint,
  namespace: string,
): Buffer {
  const size = docs.reduce((sum, doc) => sum + doc.length + 12, 0);
  return new DocBuilder(size + 256)
    .begin('cursor')
    .docs(kind, docs)
    .long('id', id)
    .string('ns', namespace)
    .end()
    .double('ok', 1)
    .finish();
}

/** One refused statement of a bulk write. */
export interface WriteError {
  index: number;
  error: CommandError;
}

/** Refused statements in the form that write commands answer with. */
export function writeErrors(errors: readonly WriteError[]): Record<string, unknown>[] {
  return errors.map(({ index, error }) => ({
    index,
    code: error.code,
    ...error.extra,
    errmsg: error.message,
  }));
}
