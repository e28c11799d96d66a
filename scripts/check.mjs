import { checkNode, ensureInstalled, run } from './prepare.mjs';

/** Types, lint and format of the whole project. */
checkNode();
await ensureInstalled();
const bin = (path, ...args) => run(process.execPath, [`node_modules/${path}`, ...args]);
const checks = {
  types: () => bin('typescript/bin/tsc', '-p', 'tsconfig.json'),
  lint: () => bin('eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  format: () => bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
};
let isBad = false;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`${name}: ok`);
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    isBad = true;
  }
}
process.exit(isBad ? 1 : 0);
