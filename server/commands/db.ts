import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchEmbedded } from '../database/embedded/launch';

const DEFAULT_PORT = 27017;
const LOOPBACK = ['127.0.0.1', 'localhost'];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** A reason not to start that the person at the terminal can do something about. */
class Refused extends Error {}

function readPort(args: string[]): number {
  let values: { port?: string; host?: string };
  try {
    ({ values } = parseArgs({ args, options: { port: { type: 'string' }, host: { type: 'string' } } }));
  } catch {
    throw new Refused('用法：npm run db -- [--port 端口]');
  }
  if (values.host !== undefined && !LOOPBACK.includes(values.host))
    throw new Refused(
      `只能在本机回环地址 127.0.0.1 上打开，不能用 ${values.host}：数据库没有口令，别人会连进来。`,
    );
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (values.port === '' || !Number.isInteger(port) || port < 0 || port > 65535)
    throw new Refused(`--port 应为 0–65535 的整数，现在是“${values.port}”`);
  return port;
}

/** `npm run db`: opens the embedded database alone on a loopback port for outside tools, until Ctrl-C. */
async function main(args: string[]): Promise<number> {
  const port = readPort(args);
  const dataDir = resolve(process.env.DATA_DIR || '.data', 'database');
  // Until the engine listens, Ctrl-C only waits for it.
  let isStopping = false;
  process.on('SIGINT', () => {
    isStopping = true;
  });
  const engine = await launchEmbedded({ entry: resolve('dist/server/embedded.js'), dataDir, port });
  const stop = () => {
    isStopping = true;
    void engine.stop();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  if (isStopping) stop();
  say(`内嵌数据库已打开：${dataDir}`);
  say(`连接串：${engine.uri.replace('/?', '/qifutong?')}`);
  say('只有本机能连。按 Ctrl-C 停止。');
  const code = await engine.exited;
  if (isStopping) {
    say('已停止。');
    return 0;
  }
  process.stderr.write(`数据库进程自己结束了（${code ?? '被信号终止'}）。\n`);
  return 1;
}

function explain(error: unknown, args: string[]): string {
  if (error instanceof Refused) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  const holder = /is in use by (?:process (\d+)|another process)/.exec(text);
  if (holder)
    return `没有打开：数据库正由${holder[1] ? `进程 ${holder[1]}` : '另一个进程'}使用，多半是正在运行的 npm start。请先停下它。`;
  if (text.includes('EADDRINUSE'))
    return `没有打开：端口 ${readPort(args)} 已被占用。请用 npm run db -- --port 端口 换一个。`;
  return `没有打开：${text}`;
}

const given = process.argv.slice(2);
main(given).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${explain(error, given)}\n`);
    process.exitCode = 1;
  },
);
