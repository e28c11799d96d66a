import { CheckpointModel } from './audit.model';
import { checkpointProblem, type CheckpointLine, type Head } from './checkpoint';
import { readCheckpointFile } from './checkpoint-file';
import type { AuditReport } from './verification.service';

/** The lines that are ours; what is wrong with the files goes to the report. */
export async function readLines(
  report: AuditReport,
  key: string,
  paths: readonly string[],
): Promise<CheckpointLine[]> {
  const good: CheckpointLine[] = [];
  const mirrored = await lastMirrored();
  for (const path of paths) {
    const found = await readCheckpointFile(path);
    let before: CheckpointLine | undefined;
    for (const [at, line] of (found?.lines ?? []).entries()) {
      const problem = line ? checkpointProblem(key, before, line) : 'unreadable';
      if (problem) report.faults.push({ kind: 'checkpoint', file: path, line: at + 1, problem });
      // A line out of its place is still signed by us: what it says of the chains holds.
      if (line && problem !== 'altered' && problem !== 'unsigned') good.push(line);
      before = line ?? before;
    }
    const known = before ? mirrored.get(before.file) : undefined;
    if (!before || !known) continue;
    mirrored.delete(before.file);
    const there = found?.lines.find((line) => line?.number === known.number);
    if (!there) report.faults.push({ kind: 'checkpoint', file: path, line: known.number, problem: 'cut' });
    else if (there.hash !== known.hash)
      report.faults.push({ kind: 'checkpoint', file: path, line: known.number, problem: 'rewritten' });
  }
  // Of these files the database knows, but nobody has shown them.
  for (const [file, { number }] of mirrored)
    report.faults.push({ kind: 'checkpoint', file, line: number, problem: 'cut' });
  return good;
}

/** The last line of each file, as the database remembers it. */
async function lastMirrored(): Promise<Map<string, { number: number; hash: string }>> {
  const last = new Map<string, { number: number; hash: string }>();
  for await (const { file, number, hash } of CheckpointModel.find({}, { file: 1, number: 1, hash: 1 })
    .sort({ file: 1, number: 1 })
    .lean()
    .cursor())
    last.set(file, { number, hash });
  return last;
}

/** The furthest head of every chain, and for each link that some checkpoint names, its hash. */
export function headsOf(
  lines: readonly CheckpointLine[],
): Map<string, { last: Head; all: Map<number, string> }> {
  const heads = new Map<string, { last: Head; all: Map<number, string> }>();
  for (const head of lines.flatMap((line) => line.heads)) {
    const known = heads.get(head.chain) ?? { last: head, all: new Map<number, string>() };
    known.all.set(head.number, head.hash);
    if (head.number > known.last.number) known.last = head;
    heads.set(head.chain, known);
  }
  return heads;
}
