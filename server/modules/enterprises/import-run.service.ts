import type { Context } from '../../context';
import { fetchContent, withTemporaryFile } from './import-content.service';
import { takeImport } from './import-lease.service';
import { ImportRun, LeaseLost } from './import-storing.service';
import type { ImportDoc } from './imports.model';
import { SheetError } from './sheet-error';
import { readSheet, type SheetFormat, type SheetRow } from './sheet-reader';

/** How long one job run keeps at it: a process that stops waits no longer than that. */
const sliceMs = 10_000;

/** Goes on with the import that has waited longest, for a while; false where none waits. */
export async function runImports(ctx: Context): Promise<boolean> {
  const doc = await takeImport(ctx, { via: 'console' });
  if (!doc) return false;
  await withTemporaryFile(async (path) => {
    await fetchContent(ctx.environment.config.keys.phoneEncryptionKeys, doc._id, path);
    const until = ctx.environment.clock.now().getTime() + sliceMs;
    await advanceImport(ctx, doc, path, () => ctx.environment.clock.now().getTime() < until);
  });
  return true;
}

/**
 * Imports the rows of a file that aren't done yet, a batch in one transaction with the count of what is done: however
 * a run ends, the next one begins where it ended, and no row counts twice. Ends early where it may not go on, and at
 * once where somebody stopped the import or another process took it.
 */
export async function advanceImport(
  ctx: Context,
  doc: ImportDoc,
  path: string,
  mayGoOn: (done: number) => boolean,
): Promise<void> {
  const run = new ImportRun(ctx, doc);
  try {
    let at = 0;
    let broken: SheetError | undefined;
    for await (const row of readableRows(path, doc.format, (error) => (broken = error))) {
      if (row.line <= doc.headerLine) continue;
      at += 1;
      const isDone = at <= doc.processedRows;
      run.take(row, isDone);
      if (!run.isFull) continue;
      await run.store();
      if (!mayGoOn(run.done)) return await run.pause();
    }
    await run.store();
    await run.finish(broken);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // Whatever it was may be over next time: the import waits for the next run.
    await run.pause();
    throw error;
  }
}

/** The rows up to where the file can't be read on; that is an end, not a failure of the run. */
async function* readableRows(
  path: string,
  format: SheetFormat,
  brokenOff: (error: SheetError) => void,
): AsyncGenerator<SheetRow> {
  try {
    yield* readSheet(path, format);
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    brokenOff(error);
  }
}
