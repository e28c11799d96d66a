import { fork } from 'node:child_process';
import { checkNode, ensureInstalled } from './prepare.mjs';

/**
 * Starts everything: installs what is missing, builds the server, brings its page up, then builds the mini-program's
 * browser build and the console beside it where they are stale. Ends when the server ends; Ctrl-C stops all of it.
 */
checkNode();
const began = Date.now();
const seconds = () => Math.round((Date.now() - began) / 100) / 10;

const steps = [];
let server;
const report = (step, status, text = '') => {
  const known =
    steps.find((entry) => entry.step === step) ?? (steps.push({ step, began: Date.now() }), steps.at(-1));
  if (status === 'running') known.began = Date.now();
  Object.assign(known, { status, text, seconds: Math.round((Date.now() - known.began) / 100) / 10 });
  if (server?.connected) server.send({ type: 'build', step, status, seconds: known.seconds, text });
};

report('install', 'running');
const { installed } = await ensureInstalled();
report('install', 'done', installed ? '' : '已装，跳过');

const { build, isStale } = await import('./build.mjs');
const buildStep = async (target) => {
  if (!(await isStale(target))) return report(target, 'done', '无改动');
  report(target, 'running');
  try {
    await build(target);
    report(target, 'done');
  } catch (error) {
    report(target, 'failed', String(error?.message ?? error).slice(0, 300));
    console.error(`构建 ${target} 失败：${error?.message ?? error}`);
  }
};
await buildStep('server');
if (steps.some(({ status }) => status === 'failed')) process.exit(1);

server = fork('dist/server/main.js', [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
// The terminal's Ctrl-C reaches the whole group; the server stops itself and this process waits for it.
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!isStopping) {
      isStopping = true;
      console.log('\n正在停止…');
    }
    server.kill('SIGTERM');
  });
}
server.on('exit', (code, signal) => process.exit(isStopping ? 0 : (code ?? (signal ? 1 : 0))));
server.on('message', async (message) => {
  if (message?.type !== 'ready') return;
  for (const { step, status, text, seconds: took } of steps)
    server.send({ type: 'build', step, status, seconds: took, text });
  console.log(`\n  企服通已启动（${seconds()} 秒）\n`);
  console.log(`  打开        ${message.url}`);
  console.log(`  小程序      ${message.url}m/`);
  console.log(`  控制台      ${message.url}console/`);
  if (message.isDemonstration) console.log(`  沙箱手机    ${message.url}phones`);
  console.log(`  接口文档    ${message.url}docs\n`);
  const stale = await Promise.all(['h5', 'console'].map(isStale));
  if (stale.some(Boolean)) console.log('  小程序和控制台正在构建，页面上能看到进度…');
  await Promise.all([buildStep('h5'), buildStep('console')]);
  if (stale.some(Boolean)) console.log(`  全部就绪（${seconds()} 秒）。`);
  console.log('  按 Ctrl-C 停止。\n');
});
