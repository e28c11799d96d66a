/**
 * `npm run size`: how large the product is. Builds the mini-program with terser and prints its main package and
 * every subpackage against the limit, then what a browser downloads for H5 and for the console.
 * Ends with code 1 when a package is over its limit.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build } from './build.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const packageLimitBytes = 1_000_000;

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== '.stamp')
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)));
}

async function sumBytes(folder, files, measure = (content) => content.length) {
  const contents = await Promise.all(files.map((file) => readFile(path.join(folder, file))));
  return contents.reduce((sum, content) => sum + measure(content), 0);
}

/** Bytes of the main package and of each subpackage of a built mini-program. */
async function measureWeapp(folder) {
  const app = JSON.parse(await readFile(path.join(folder, 'app.json'), 'utf8'));
  const files = await filesIn(folder);
  const roots = (app.subPackages ?? []).map((subpackage) => subpackage.root);
  const rootOf = (file) =>
    roots.find((candidate) => file.startsWith(`${candidate}${path.sep}`)) ?? 'main package';
  const rows = [];
  for (const name of ['main package', ...roots]) {
    rows.push({
      name,
      bytes: await sumBytes(
        folder,
        files.filter((file) => rootOf(file) === name),
      ),
    });
  }
  return rows;
}

/** Gzipped bytes of all scripts and styles of a web build, and of those its first page asks for. */
async function measureWeb(folder) {
  const files = (await filesIn(folder)).filter((file) => /\.(js|css)$/.test(file));
  const html = await readFile(path.join(folder, 'index.html'), 'utf8');
  const gzipped = (content) => gzipSync(content, { level: 9 }).length;
  const first = files.filter((file) => html.includes(path.basename(file)));
  return { all: await sumBytes(folder, files, gzipped), first: await sumBytes(folder, first, gzipped) };
}

const count = (bytes) => bytes.toLocaleString('en-US').padStart(12);
const print = (line) => process.stdout.write(`${line}\n`);

for (const target of ['weapp-terser', 'h5-terser', 'console']) {
  await build(target, { onProgress: print });
}

print(`\nMini-program, bytes (limit ${packageLimitBytes.toLocaleString('en-US')} each)`);
const rows = await measureWeapp(path.join(root, 'dist/weapp-terser'));
for (const { name, bytes } of rows) {
  print(`${count(bytes)}  ${name}${bytes > packageLimitBytes ? '  OVER THE LIMIT' : ''}`);
}
print(`${count(rows.reduce((sum, { bytes }) => sum + bytes, 0))}  in all`);

for (const [title, folder] of [
  ['H5', 'dist/h5-terser'],
  ['Console', 'dist/console'],
]) {
  const { all, first } = await measureWeb(path.join(root, folder));
  print(`\n${title}, JS and CSS, gzipped bytes`);
  print(`${count(first)}  asked for by index.html`);
  print(`${count(all)}  in all`);
}

const over = rows.filter(({ bytes }) => bytes > packageLimitBytes);
if (over.length > 0) {
  print(`\n${over.length} over the limit: ${over.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}
