import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The folder is in use by another process. */
export class FolderInUse extends Error {}

/** When a process started, as the kernel counts it; tells a process from a later one of the same number. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Takes the folder for this process; a lock left by a process that is gone is taken over.
 * @returns the function that gives the folder back
 * @throws FolderInUse when a living process holds it
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'engine.lock');
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, `${process.pid} ${startOf(process.pid)}\n`);
      closeSync(file);
      return () => unlinkSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pidText = '', start = ''] = readLock(path).split(' ');
    const pid = Number(pidText);
    const held = pid > 0 && pid !== process.pid && isAlive(pid) && (start === '' || startOf(pid) === start);
    if (held) throw new FolderInUse(`The data folder ${folder} is in use by process ${pid}`);
    try {
      unlinkSync(path);
    } catch {
      // Another process was quicker; the next attempt sees whose it is.
    }
  }
  throw new FolderInUse(`The data folder ${folder} is in use by another process`);
}

function readLock(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
