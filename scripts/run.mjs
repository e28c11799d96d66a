/**
 * Runs one command of the server: `node scripts/run.mjs import policies FILE`. Installs and builds what is missing or
 * stale first; ends with the command's own exit code.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, ensureInstalled } from './prepare.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const commands = path.join(root, 'server', 'commands');

function commandNames() {
  if (!existsSync(commands)) return [];
  return readdirSync(commands)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.basename(file, '.ts'))
    .sort();
}

async function main([name = '', ...args]) {
  checkNode();
  if (!commandNames().includes(name)) {
    console.error(`没有“${name}”这个命令。现有：${commandNames().join('、')}`);
    return 2;
  }
  await ensureInstalled();
  const { build } = await import('./build.mjs');
  await build('server');
  const child = spawn(process.execPath, [path.join('dist', 'server', `${name}.js`), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  // The terminal's Ctrl-C reaches the command itself, which stops in its own way; a signal to this process is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`没有运行起来：${error.message}`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
