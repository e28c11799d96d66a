import type { FastifyBaseLogger } from 'fastify';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { buildApp, type App } from './app';
import { createClock } from './clock';
import { loadConfig, StartError, type Config } from './config';
import type { Context, Environment } from './context';
import { connect, type Database } from './database/connect';
import { checkDatabase, clearOtherEdition, loadDemonstration } from './demonstration/load';
import { createSms, smsOf } from './gateways/sms';
import { databaseTokens } from './gateways/token-store';
import { createWeChat } from './gateways/wechat';
import { jobList } from './jobs/job-list';
import { startJobs, type Jobs } from './jobs/jobs';
import { createLog } from './log';
import { closeAudit } from './modules/audit/checkpoints.service';
import { readAhead } from './modules/policies/read-ahead';
import { restoreClock } from './sandbox/clock.service';
import { selfReport } from './sandbox/health';
import { isBuildMessage } from './sandbox/startup';

const { startup } = selfReport;

/** What this process has started, to be stopped in the opposite order. */
const started: { environment?: Environment; jobs?: Jobs; app?: App; database?: Database } = {};
let isStopping = false;

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  stopOnSignals(log);
  if (config.role !== 'jobs') await checkPort(config);

  startup.begin('database');
  const database = await connect(config, log);
  started.database = database;
  exitWhenLost(database, log);
  await checkDatabase(config);
  const isOutdated = config.isDemonstration && (await clearOtherEdition(config, log));
  selfReport.databaseText = database.kind === 'embedded' ? '内嵌引擎，单节点' : 'MongoDB';
  startup.end('database', selfReport.databaseText);

  const clock = createClock();
  if (config.isDemonstration) await restoreClock(clock);
  let address = '';
  const environment: Environment = {
    config,
    clock,
    wechat: createWeChat({
      ...config.wechat,
      // The sandbox stands behind this process's own port, which is known once it listens.
      baseUrl: config.isDemonstration ? () => `${address}/sandbox/wechat` : config.wechat.baseUrl,
      clock,
      tokens: databaseTokens(config.wechat.appId, config.keys.signInKey),
    }),
    sms: config.isDemonstration
      ? createSms({ url: () => `${address}/sandbox/sms`, key: config.keys.signInKey, clock })
      : smsOf(config, clock),
  };

  started.environment = environment;

  if (config.role !== 'jobs') {
    startup.begin('api');
    const app = await buildApp(environment, { loggerInstance: log });
    started.app = app;
    address = await listen(app, config);
    selfReport.address = address;
    startup.end('api', address.replace('http://', ''));
    // The page is up and shows the rest arriving: data here, builds in the parent.
    tellParent({ type: 'ready', url: `${address}/`, isDemonstration: config.isDemonstration });
  }
  if (config.isDemonstration) await loadData(environment, log, { isOutdated });
  if (config.role !== 'api') {
    startup.begin('jobs');
    const jobs = startJobs(environment, log, jobList);
    started.jobs = jobs;
    selfReport.jobs = () => jobs.status();
    startup.end('jobs', `${jobList.length} 个作业`);
  }
  log.info({ address, role: config.role }, 'started');
  tellParent({ type: 'loaded' });
  if (config.role !== 'jobs') await readAhead(log);
}

async function loadData(
  environment: Environment,
  log: FastifyBaseLogger,
  { isOutdated }: { isOutdated: boolean },
): Promise<void> {
  startup.begin('data');
  let text = '接着上次';
  await loadDemonstration(environment, log, (progress) => {
    text = isOutdated ? `旧版演示数据已清除，${progress}` : progress;
    startup.note('data', text);
  });
  startup.end('data', text);
}

/** The address to reach this process at, from this machine. */
async function listen(app: App, { host, port }: Pick<Config, 'host' | 'port'>): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw cannotListen(error, { host, port });
  }
  const bound = app.server.address() as AddressInfo;
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${bound.port}`;
}

/**
 * Asks early whether the port is free: a second start in the same folder is told so before the database, whose folder
 * is in use as well, has anything to say.
 * @throws StartError when something else listens there
 */
async function checkPort({ host, port }: Config): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(cannotListen(error, { host, port })));
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  });
}

function cannotListen(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  const other = port < 65535 ? port + 1 : 3000;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(
        `端口 ${port} 已被占用，可能企服通已经在运行。\n要换一个端口，请运行：PORT=${other} npm start`,
      );
    case 'EACCES':
      return new StartError(`没有权限使用端口 ${port}，请用 1024 以上的端口，如 PORT=3000`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`HOST 应是本机的地址，现在是“${host}”`);
    default:
      return error;
  }
}

function tellParent(
  message: { type: 'ready'; url: string; isDemonstration: boolean } | { type: 'loaded' },
): void {
  // A parent that goes away just now is heard of by `disconnect`; not being able to tell it is no fault of its own.
  if (process.connected) process.send?.(message, () => undefined);
}

function stopOnSignals(log: FastifyBaseLogger): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop(log, signal, 0));
  if (!process.send) return;
  process.on('message', (message) => {
    if (isBuildMessage(message)) startup.hear(message);
  });
  // The starting script is gone, perhaps before this process could listen for it: nobody could stop it any more.
  const endWithParent = () => void stop(log, 'the parent process is gone', 0);
  if (process.connected) process.on('disconnect', endWithParent);
  else endWithParent();
}

function exitWhenLost(database: Database, log: FastifyBaseLogger): void {
  void database.lost.then((code) => {
    if (isStopping) return;
    log.fatal({ code }, 'the database process ended');
    process.stderr.write('数据库进程意外结束，服务随之停止。再运行一次 npm start，数据会接着上次。\n');
    void stop(log, 'the database is lost', 1);
  });
}

async function stop(log: FastifyBaseLogger, reason: string, code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  log.info({ reason }, 'stopping');
  // Whatever hangs must not keep the process: what was acknowledged is on disk.
  setTimeout(() => process.exit(1), 10_000).unref();
  try {
    await started.jobs?.stop();
    await closeApp();
    if (started.environment) await closeAudit(contextOfEnd(started.environment, log));
    await started.database?.close();
  } catch (error) {
    log.error({ err: error }, 'stopping failed');
    process.exit(1);
  }
  process.exit(code);
}

function contextOfEnd(environment: Environment, log: FastifyBaseLogger): Context {
  const now = environment.clock.now();
  return { actor: { kind: 'system', name: 'shutdown' }, now, log, requestId: 'shutdown', environment };
}

/** Lets requests finish, but not for long: a browser's spare connection would hold the server for a minute. */
async function closeApp(): Promise<void> {
  const { app } = started;
  if (!app) return;
  const timer = setTimeout(() => app.server.closeAllConnections(), 2_000);
  await app.close();
  clearTimeout(timer);
}

main().catch(async (error: unknown) => {
  if (isStopping) return;
  const text =
    error instanceof StartError
      ? error.message
      : `启动失败：${error instanceof Error ? error.stack : String(error)}`;
  process.stderr.write(`${text}\n`);
  isStopping = true;
  await Promise.allSettled([closeApp(), started.database?.close()]);
  process.exit(1);
});
