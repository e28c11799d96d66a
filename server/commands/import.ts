import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createClock } from '../clock';
import { loadConfig, StartError } from '../config';
import type { Context } from '../context';
import { connect } from '../database/connect';
import { smsOf } from '../gateways/sms';
import { createWeChat } from '../gateways/wechat';
import { createLog } from '../log';
import { ownChain } from '../modules/audit/chain-writer';
import { importPolicies, type ImportReport } from '../modules/policies/import.service';

type Importer = (ctx: Context, lines: AsyncIterable<string>) => Promise<ImportReport>;

/** What can be imported, with the form of its file. */
const importers: Record<string, { form: string; run: Importer }> = {
  policies: { form: 'JSONL，一行一件文件', run: importPolicies },
};

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

/** `npm run import -- KIND FILE`: loads a file row by row and reports each row that is wrong. */
async function main([kind = '', name = '']: string[]): Promise<number> {
  // npm runs commands in the package's folder; the file is named from where the person stands.
  const file = name === '' ? '' : resolve(process.env.INIT_CWD ?? '.', name);
  const importer = Object.hasOwn(importers, kind) ? importers[kind] : undefined;
  if (!importer || file === '') {
    complain('用法：npm run import -- 种类 文件');
    for (const [known, { form }] of Object.entries(importers)) complain(`  ${known}  ${form}`);
    return 2;
  }
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) {
    complain(`没有找到文件：${file}`);
    return 2;
  }
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  const database = await connect(config, log);
  const clock = createClock();
  try {
    const input = createReadStream(file, { encoding: 'utf8' });
    const report = await importer.run(
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
      createInterface({ input, crlfDelay: Infinity }),
    );
    for (const { row, id, problem } of report.problems)
      say(`第 ${row} 行${id ? `（${id}）` : ''}：${problem}`);
    say(
      `共 ${report.rows} 行：新增 ${report.added}，更新 ${report.updated}，没有变化 ${report.unchanged}，有问题 ${report.problems.length}`,
    );
    return report.problems.length > 0 ? 1 : 0;
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
