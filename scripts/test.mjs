import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureInstalled } from './prepare.mjs';

/**
 * Runs every test: installs what is missing, builds what is stale, then Jest. With --full, only the long proofs
 * (tests/**\/*.proof.test.ts) at the sizes the documentation names; further arguments choose among them by path.
 * Ends with “N passed, N failed”.
 */
checkNode();
await ensureInstalled();
const { build } = await import('./build.mjs');
const [isFull, names] =
  process.argv[2] === '--full' ? [true, process.argv.slice(3)] : [false, process.argv.slice(2)];

const targets = isFull ? ['server'] : ['server', 'h5', 'console', 'weapp'];
for (const target of targets) {
  const began = Date.now();
  await build(target);
  console.log(`built ${target} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

const folder = mkdtempSync(join(tmpdir(), 'qft-jest-'));
const resultFile = join(folder, 'result.json');
const patterns = isFull
  ? [names.length > 0 ? `(${names.join('|')}).*\\.proof\\.test\\.ts$` : '\\.proof\\.test\\.ts$']
  : names;
const jest = spawn(
  process.execPath,
  [
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${resultFile}`,
    ...(isFull ? ['--runInBand'] : []),
    ...patterns,
  ],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...(isFull ? { FULL: '1' } : {}) },
  },
);
const code = await new Promise((resolve) => jest.on('exit', (exitCode) => resolve(exitCode ?? 1)));
let result;
try {
  result = JSON.parse(readFileSync(resultFile, 'utf8'));
} catch {
  console.error('Jest gave no result');
  process.exit(1);
}
rmSync(folder, { recursive: true, force: true });
// A file that could not run at all counts as a failure, or a broken import would hide its tests.
const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
console.log(`${result.numPassedTests} passed, ${failed} failed`);
process.exit(failed > 0 || result.numPassedTests === 0 ? 1 : code);
