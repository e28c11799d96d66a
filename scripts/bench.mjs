/**
 * Measures speed: `node scripts/bench.mjs [NAME …] [--json FILE] [--quick]`. Builds the server, bundles
 * `tests/bench/NAME.bench.ts`, runs its `bench({ quick })`, and prints one row for each metric; without a name it
 * lists what can be measured. `--json` writes the rows as well.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkNode, ensureInstalled } from './prepare.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const benches = path.join(root, 'tests', 'bench');
const suffix = '.bench.ts';

function benchNames() {
  return readdirSync(benches)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort();
}

/** Bundles a benchmark and loads it. The bundle lies inside the project, where its packages are found. */
async function load(name, folder) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    cwd: root,
    input: { [name]: path.join(benches, `${name}${suffix}`) },
    platform: 'node',
    external: (id) => !/^(\.|\/|@contract\/)/.test(id) && !path.isAbsolute(id),
    resolve: { alias: { '@contract': path.join(root, 'server/contract') } },
  });
  try {
    await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs', sourcemap: 'inline' });
  } finally {
    await bundle.close();
  }
  const { bench } = await import(pathToFileURL(path.join(folder, `${name}.mjs`)).href);
  if (typeof bench !== 'function') throw new Error(`${name}${suffix} exports no function named bench`);
  return bench;
}

/** How many columns of the terminal a text takes; Chinese characters take two. */
const width = (text) => [...text].reduce((sum, char) => sum + (char.codePointAt(0) > 0x2e7f ? 2 : 1), 0);

function printTable(rows) {
  const columns = ['metric', 'value', 'unit', 'goal', 'met', 'baseline', 'ratio', 'note'];
  const shown = (value) => {
    if (value === null || value === undefined) return '–';
    if (value === true) return 'yes';
    return value === false ? 'NO' : String(value);
  };
  const table = [columns, ...rows.map((row) => columns.map((column) => shown(row[column])))];
  const widths = columns.map((_, i) => Math.max(...table.map((line) => width(line[i]))));
  for (const line of table)
    console.log(
      line
        .map((text, i) => {
          const space = ' '.repeat(widths[i] - width(text));
          return ['value', 'goal', 'baseline', 'ratio'].includes(columns[i]) ? space + text : text + space;
        })
        .join('  ')
        .trimEnd(),
    );
}

const load1 = () =>
  loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');

async function main(args) {
  checkNode();
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } },
    });
  } catch {
    console.error('用法：npm run bench -- 名称 [--json 文件] [--quick]');
    return 2;
  }
  const { values, positionals: names } = parsed;
  const known = benchNames();
  if (names.length === 0) {
    console.log(`可测的有：${known.join('、')}\n用法：npm run bench -- 名称 [--json 文件] [--quick]`);
    return 0;
  }
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`没有“${unknown.join('、')}”这项测速。现有：${known.join('、')}`);
    return 2;
  }
  await ensureInstalled();
  // A file to write is named from where the person stands, before the run moves into the project.
  const json = values.json && path.resolve(process.env.INIT_CWD ?? '.', values.json);
  process.chdir(root);
  const { build } = await import('./build.mjs');
  await build('server');
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(path.join(root, 'dist', '.bench-'));
  const all = [];
  try {
    for (const name of names) {
      const bench = await load(name, folder);
      const before = load1();
      const began = Date.now();
      const rows = await bench({ quick: values.quick });
      all.push(...rows);
      console.log(
        `\n${name}${values.quick ? '（小规模）' : ''}  ${((Date.now() - began) / 1000).toFixed(0)} s，` +
          `${cpus().length} 核，负载 ${before} → ${load1()}，Node ${process.versions.node}\n`,
      );
      printTable(rows);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (json) {
    writeFileSync(json, `${JSON.stringify(all, null, 2)}\n`);
    console.log(`\n已写入 ${json}`);
  }
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error.stack ?? error.message);
    process.exitCode = 1;
  },
);
