import { elementsOf, field, itemsOf } from '../bson/raw';
import { sameBytes } from '../bson/compare';
import { CommandError, notImplemented } from '../errors';
import { providePipelineUpdates } from '../update/update';
import { compilePipeline, docsValue, isStage, refusedStage, type PipelineContext } from './pipeline';
import { scopeVariables } from './filter-scope';

/** Stages that may change a document in an update. @source mongodb.com/docs/manual/tutorial/update-documents-with-aggregation-pipeline */
const ALLOWED = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** Lets updates be given as pipelines. */
export function connectPipelineUpdates(): void {
  providePipelineUpdates((spec) => {
    const stages = itemsOf(spec);
    for (const stage of stages) {
      const name = elementsOf(stage)[0]?.name ?? '';
      if (!ALLOWED.has(name)) {
        if (!isStage(name)) throw refusedStage(name);
        throw new CommandError(72, `${name} is not allowed to be used within an update`);
      }
    }
    const variables = scopeVariables();
    const compileAt = (now: number): ReturnType<typeof compilePipeline> => {
      const context: PipelineContext = {
        variables,
        now,
        run: () => {
          throw notImplemented('another collection in an update');
        },
        compile: compilePipeline,
        arrayOf: docsValue,
      };
      return compilePipeline(stages, context);
    };
    compileAt(0);
    return (doc, { now }) => {
      const [result] = [...compileAt(now)([doc])];
      const id = field(doc, '_id');
      if (!id || !result) return result ?? doc;
      const own = field(result, '_id');
      if (own && !sameBytes(own, id)) {
        throw new CommandError(
          66,
          "Performing an update on the path '_id' would modify the immutable field '_id'",
        );
      }
      return own ? result : withId(result, doc);
    };
  });
}

/** A pipeline that leaves `_id` out keeps the one there was. */
function withId(result: Buffer, doc: Buffer): Buffer {
  const id = field(doc, '_id')!;
  const element = Buffer.concat([Buffer.from([id.type]), Buffer.from('_id\0'), id.bytes()]);
  const bytes = Buffer.concat([Buffer.alloc(4), element, result.subarray(4)]);
  bytes.writeInt32LE(bytes.length);
  return bytes;
}
