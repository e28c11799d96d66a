/**
 * Builds the four parts of the product into `dist/`: `node scripts/build.mjs weapp|h5|console|server … [--force]`.
 *
 * Each build is stamped with a hash of what went into it (`dist/<target>/.stamp`); while that stays the same, the
 * build is skipped. A build is written beside the old one and takes its place in one step when it is complete, so
 * that a running server never serves half of one.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');

const contractAtRunTime = ['server/contract/enums.ts', 'server/contract/errors.ts'];
const clientInputs = ['client/src', 'client/config', 'client/plugins', ...contractAtRunTime];
const clientSettings = ['TARO_APP_API_BASE_URL'];
const weapp = { inputs: clientInputs, settings: clientSettings, proof: ['app.json', 'app.js', 'base.wxml'] };
const h5 = { inputs: clientInputs, settings: clientSettings, proof: ['index.html'] };

/**
 * What goes into each target, and the files without which a build has failed. The two `-terser` targets are the
 * smallest builds, for release and for measuring; the plain ones are minified by esbuild, which is quicker.
 */
const targets = {
  weapp: { ...weapp, run: (draft) => buildClient('weapp', draft, '0') },
  h5: { ...h5, run: (draft) => buildClient('h5', draft, '0') },
  'weapp-terser': { ...weapp, run: (draft) => buildClient('weapp', draft, '1') },
  'h5-terser': { ...h5, run: (draft) => buildClient('h5', draft, '1') },
  console: {
    inputs: ['console', 'client/src/format', ...contractAtRunTime],
    settings: [],
    proof: ['index.html'],
    run: buildConsole,
  },
  server: { inputs: ['server'], settings: [], proof: ['main.js'], run: buildServer },
};

export const targetNames = Object.keys(targets);

/** Left out of stamps: what tools write beside the sources. */
const ignored = new Set(['node_modules', '.swc', 'dist', '.DS_Store']);

async function listFiles(entry) {
  const absolute = path.join(root, entry);
  if (!existsSync(absolute)) return [];
  const found = await readdir(absolute, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (found === null) return [entry];
  const nested = await Promise.all(
    found.filter(({ name }) => !ignored.has(name)).map(({ name }) => listFiles(path.posix.join(entry, name))),
  );
  return nested.flat();
}

async function hashInputs(name) {
  const { inputs, settings } = targets[name];
  const lists = await Promise.all([...inputs, 'package-lock.json', 'scripts/build.mjs'].map(listFiles));
  const hash = createHash('sha256');
  for (const setting of settings) hash.update(`${setting}=${process.env[setting] ?? ''}\n`);
  for (const file of lists.flat().sort()) {
    hash.update(`${file}\n`).update(await readFile(path.join(root, file)));
  }
  return hash.digest('hex');
}

function targetFor(name) {
  const target = targets[name];
  if (!target) throw new Error(`Unknown build target: ${name}. Known: ${targetNames.join(', ')}`);
  return target;
}

/** Whether `dist/<name>` is missing or older than its sources. */
export async function isStale(name) {
  targetFor(name);
  const stamp = await readFile(path.join(dist, name, '.stamp'), 'utf8').catch(() => '');
  return stamp !== (await hashInputs(name));
}

/**
 * Builds one target unless it is fresh; answers whether it built, and in how many milliseconds.
 * `onProgress` is told in one line what is going on. Rejects with the tool's output when the build fails.
 */
export async function build(name, { force = false, onProgress = () => {} } = {}) {
  const target = targetFor(name);
  const startedAt = Date.now();
  if (!force && !(await isStale(name))) {
    onProgress(`${name}: up to date`);
    return { built: false, durationMs: Date.now() - startedAt };
  }
  onProgress(`${name}: building`);
  await removeLeftDrafts();
  const stamp = await hashInputs(name);
  const draft = path.join(dist, `.${name}-${process.pid}-${startedAt}`);
  try {
    await mkdir(draft, { recursive: true });
    const output = await target.run(draft);
    const missing = target.proof.filter((file) => !existsSync(path.join(draft, file)));
    if (missing.length > 0) throw new Error(`${name}: no ${missing.join(', ')} was built\n${output}`);
    await writeFile(path.join(draft, '.stamp'), stamp);
    await takePlace(draft, path.join(dist, name));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const durationMs = Date.now() - startedAt;
  onProgress(`${name}: built in ${(durationMs / 1000).toFixed(1)} s`);
  return { built: true, durationMs };
}

/** Drafts of builds whose process was killed. */
async function removeLeftDrafts() {
  const entries = await readdir(dist).catch(() => []);
  for (const entry of entries) {
    const [, pid] = /^\.[\w-]+?-(\d+)-\d+(-old)?$/.exec(entry) ?? [];
    if (pid && !isAlive(Number(pid))) await rm(path.join(dist, entry), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function takePlace(draft, place) {
  const old = `${draft}-old`;
  for (let attempt = 1; ; attempt += 1) {
    await rename(place, old).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
    try {
      await rename(draft, place);
      break;
    } catch (error) {
      // Another process has put its own build there in between: replace that one.
      if (attempt === 5 || !['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
      await rm(old, { recursive: true, force: true });
    }
  }
  await rm(old, { recursive: true, force: true });
}

/** Runs a tool of node_modules and answers what it printed; rejects with it when the tool fails. */
function run(script, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
      cwd,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Whoever ends in the middle of a build takes it along.
    const end = () => child.kill();
    process.once('exit', end);
    let output = '';
    const collect = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', end);
      if (code === 0) resolve(output);
      else reject(new Error(`${script} ${args.join(' ')} ended with code ${code}\n${output}`));
    });
  });
}

/** Taro ends with code 0 even when it refuses its configuration: only what it has written proves a build. */
function buildClient(platform, draft, terser) {
  return run('@tarojs/cli/bin/taro', ['build', '--type', platform, '--no-check'], {
    cwd: path.join(root, 'client'),
    env: { QIFUTONG_OUTPUT: path.relative(path.join(root, 'client'), draft), QIFUTONG_TERSER: terser },
  });
}

function buildConsole(draft) {
  return run('vite/bin/vite.js', [
    'build',
    'console',
    '--outDir',
    draft,
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ]);
}

/** The server's entries: the process itself, the embedded database, every command, and every `*.worker.ts`. */
async function findServerEntries() {
  const files = (await listFiles('server')).filter((file) => file.endsWith('.ts'));
  const entries = { main: 'server/main.ts', embedded: 'server/database/embedded/process.ts' };
  for (const file of files) {
    if (path.posix.dirname(file) === 'server/commands' || file.endsWith('.worker.ts')) {
      entries[path.posix.basename(file, '.ts')] = file;
    }
  }
  return Object.fromEntries(
    Object.entries(entries)
      .filter(([, file]) => files.includes(file))
      .map(([name, file]) => [name, path.join(root, file)]),
  );
}

async function buildServer(draft) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    cwd: root,
    input: await findServerEntries(),
    platform: 'node',
    external: (id) => !/^(\.|\/|@contract\/)/.test(id) && !path.isAbsolute(id),
    resolve: { alias: { '@contract': path.join(root, 'server/contract') } },
  });
  try {
    const { output } = await bundle.write({
      dir: draft,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      sourcemap: true,
    });
    return output.map(({ fileName }) => fileName).join('\n');
  } finally {
    await bundle.close();
  }
}

async function main(args) {
  const force = args.includes('--force');
  const names = args.filter((argument) => !argument.startsWith('--'));
  if (names.length === 0) {
    process.stderr.write(`Usage: node scripts/build.mjs ${targetNames.join('|')} … [--force]\n`);
    return 2;
  }
  for (const name of names) {
    await build(name, { force, onProgress: (line) => process.stdout.write(`${line}\n`) });
  }
  return 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
