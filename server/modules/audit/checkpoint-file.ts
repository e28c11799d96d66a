import { mkdir, open, readFile, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkpointText, parseCheckpoint, type CheckpointLine } from './checkpoint';

/** What stands in a checkpoint file. */
export interface CheckpointFile {
  /** One per line; undefined where a line is no checkpoint. */
  lines: (CheckpointLine | undefined)[];
  /** Bytes up to the end of the last whole line; what follows was cut off by a crash in the middle of writing. */
  wholeBytes: number;
  sizeBytes: number;
}

/** Reads a checkpoint file; null where there is none. */
export async function readCheckpointFile(path: string): Promise<CheckpointFile | null> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!bytes) return null;
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const texts = bytes.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1);
  return { lines: texts.map(parseCheckpoint), wholeBytes, sizeBytes: bytes.length };
}

/** Bytes of the file; 0 where there is none. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Appends a line at the given place and returns the file's new size; the line is on disk when this resolves. */
export async function appendCheckpoint(path: string, atBytes: number, line: CheckpointLine): Promise<number> {
  const text = Buffer.from(`${checkpointText(line)}\n`);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Half a line that a crash left behind goes first.
  if ((await sizeOf(path)) > atBytes) await truncate(path, atBytes);
  const file = await open(path, 'a', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  if (atBytes === 0) {
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  }
  return atBytes + text.length;
}
