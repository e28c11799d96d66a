import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createClock } from '../clock';
import { loadConfig, StartError } from '../config';
import type { Context } from '../context';
import { connect } from '../database/connect';
import { smsOf } from '../gateways/sms';
import { createWeChat } from '../gateways/wechat';
import { createLog } from '../log';
import { ownChain } from '../modules/audit/chain-writer';
import { importEnterprises } from '../modules/enterprises/import-command.service';
import { reportLines } from '../modules/enterprises/import-reading.service';
import { importOrganizations } from '../modules/organizations/import.service';
import { foundServiceOffices } from '../modules/organizations/service-offices.service';
import { importPolicies } from '../modules/policies/import.service';

/** Imports a file and says what became of it; the exit code, 1 where something in it was wrong. */
type Importer = (ctx: Context, file: string, options: string[]) => Promise<number>;

/** In place of a file: what the product itself brings. */
const builtIn = '--henan';

/** What can be imported, with the form of its file. */
const importers: Record<string, { form: string; run: Importer; built?: Importer }> = {
  policies: { form: 'JSONL，一行一件文件', run: policies },
  enterprises: {
    form: 'CSV 或 xlsx，第一行是表头；可加数据日期，如 2025-12-31，不加则为今天',
    run: enterprises,
  },
  organizations: {
    form: `CSV、xlsx 或 JSONL，表头：名称 简称 类别 区划代码 上级 地址 电话 年费率 标杆；不用文件，写 ${builtIn}，设立全省每个区划的企业服务办`,
    run: organizations,
    built: serviceOffices,
  },
};

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

/** Opened when the first line is asked for: lines that are read before anybody listens would be lost. */
async function* linesOf(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file, { encoding: 'utf8' }), crlfDelay: Infinity });
}

async function policies(ctx: Context, file: string): Promise<number> {
  const report = await importPolicies(ctx, linesOf(file));
  for (const { row, id, problem } of report.problems) say(`第 ${row} 行${id ? `（${id}）` : ''}：${problem}`);
  say(
    `共 ${report.rows} 行：新增 ${report.added}，更新 ${report.updated}，没有变化 ${report.unchanged}，有问题 ${report.problems.length}`,
  );
  return report.problems.length > 0 ? 1 : 0;
}

async function enterprises(ctx: Context, file: string, [asOf]: string[]): Promise<number> {
  const doc = await importEnterprises(ctx, file, {
    ...(asOf ? { asOf } : {}),
    progress: (done, rows) => complain(`${done} / ${rows} 行`),
  });
  const { added, updated, unchanged, refused } = doc.counts;
  if (refused > 0 || doc.failure) {
    const report = `${file}-导入报告.csv`;
    await pipeline(reportLines(doc), createWriteStream(report));
    say(`有问题的行写在：${report}`);
  }
  if (doc.failure) say(doc.failure);
  say(`共 ${doc.rows} 行：新增 ${added}，更新 ${updated}，没有变化 ${unchanged}，有问题 ${refused}`);
  return refused > 0 || doc.failure ? 1 : 0;
}

async function organizations(ctx: Context, file: string): Promise<number> {
  const report = await importOrganizations(ctx, file);
  for (const { row, name, problem } of report.problems)
    say(`第 ${row} 行${name ? `（${name}）` : ''}：${problem}`);
  say(
    `共 ${report.rows} 行：新增 ${report.added}，更新 ${report.updated}，没有变化 ${report.unchanged}，有问题 ${report.problems.length}`,
  );
  return report.problems.length > 0 ? 1 : 0;
}

async function serviceOffices(ctx: Context): Promise<number> {
  const { offices, added } = await foundServiceOffices(ctx);
  say(`全省 ${offices.size} 个区划：新设 ${added} 个企业服务办，原有 ${offices.size - added} 个`);
  return 0;
}

/** `npm run import -- KIND FILE`: loads a file row by row and reports each row that is wrong. */
async function main([kind = '', name = '', ...options]: string[]): Promise<number> {
  // npm runs commands in the package's folder; the file is named from where the person stands.
  const file = name === '' ? '' : resolve(process.env.INIT_CWD ?? '.', name);
  const importer = Object.hasOwn(importers, kind) ? importers[kind] : undefined;
  if (!importer || file === '') {
    complain('用法：npm run import -- 种类 文件');
    for (const [known, { form }] of Object.entries(importers)) complain(`  ${known}  ${form}`);
    return 2;
  }
  const isBuiltIn = name === builtIn && importer.built !== undefined;
  const found = await stat(file).catch(() => null);
  if (!isBuiltIn && !found?.isFile()) {
    complain(`没有找到文件：${file}`);
    return 2;
  }
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  const database = await connect(config, log);
  const clock = createClock();
  try {
    return await (isBuiltIn && importer.built ? importer.built : importer.run)(
      {
        actor: { kind: 'system', name: 'import' },
        now: clock.now(),
        log,
        requestId: 'import',
        environment: {
          config,
          clock,
          wechat: createWeChat({ ...config.wechat, clock }),
          sms: smsOf(config, clock),
        },
      },
      file,
      options,
    );
  } finally {
    await ownChain().close();
    await database.close();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(explain(error));
    process.exitCode = 1;
  },
);

function explain(error: unknown): string {
  if (error instanceof StartError) return error.message;
  return `没有导入：${error instanceof Error ? error.message : String(error)}`;
}
