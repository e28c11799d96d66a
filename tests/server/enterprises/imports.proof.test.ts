import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { ImportModel, ImportProblemModel } from '../../../server/modules/enterprises/imports.model';
import { StatementModel } from '../../../server/modules/enterprises/statements.model';
import { useDatabase } from '../../support/database';
import { aCreditCode } from '../../support/enterprises';
import { aWorkbook, writeLines, type Cell } from '../../support/lists';
import { aProvince } from '../../support/organizations';

useDatabase();

const isFull = Boolean(process.env.FULL);
const rows = isFull ? 100_000 : 3_000;
const patienceMs = 900_000;
/** Rows that break a rule, one in so many. */
const brokenEvery = 97;
const header = [
  '统一社会信用代码',
  '企业名称',
  '所在地区',
  '行业代码',
  '地址',
  '成立日期',
  '营业收入（万元）',
  '资产总额（万元）',
  '从业人员',
  '高新技术企业',
];
const brokenRows = Math.floor((rows - 1) / brokenEvery) + 1;
const folder = mkdtempSync(join(tmpdir(), 'qft-import-proof-'));

beforeAll(async () => {
  await aProvince();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows of a made-up list; the same number gives the same row. */
function cellsOf(at: number, series: string): string[] {
  return [
    codeOf(at, series),
    `${series}${at}机械制造有限公司`,
    '郑州市中牟县',
    '3599',
    `中牟县汽车产业集聚区 ${at} 号`,
    `${2000 + (at % 20)}/1/${1 + (at % 28)}`,
    at % brokenEvery === 0 ? '约三百' : `${(at % 9000) + 1}.5`,
    String(at % 50_000),
    String(at % 1000),
    at % 3 === 0 ? '是' : '否',
  ];
}

/** Series apart by the region in their codes. */
const regions: Record<string, string> = { C: '410122', X: '410105', K: '410184' };
const codeOf = (at: number, series: string) => aCreditCode(at, regions[series]);

interface Outcome {
  code: number | null;
  said: string;
  /** Most memory the process ever held, bytes. */
  peakBytes: number;
}

/** Runs the command as an operator does; killed outright once it has told of so many rows, where a number is given. */
function runCommand(file: string, killAfterRows?: number): Promise<Outcome> {
  const key = () => randomBytes(32).toString('base64');
  const uri = new URL(String(process.env.TEST_MONGODB_URI ?? process.env.TEST_DATABASE_URI));
  uri.pathname = `/${mongoose.connection.name}`;
  const child = spawn(process.execPath, ['dist/server/import.js', 'enterprises', file, '2025-12-31'], {
    env: {
      ...process.env,
      MONGODB_URI: uri.toString(),
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'silent',
      // Far less than the file and its rows would take as a whole.
      NODE_OPTIONS: '--max-old-space-size=96',
      WECHAT_APPID: 'wx-proof',
      WECHAT_APPSECRET: 'proof',
      WECHAT_TEMPLATE_POLICY_BRIEFING: 'a',
      WECHAT_TEMPLATE_ISSUE_PROGRESS: 'b',
      WECHAT_TEMPLATE_EVENT_REMINDER: 'c',
      PHONE_ENCRYPTION_KEYS: `k1:${key()}`,
      PHONE_INDEX_KEYS: `k1:${key()}`,
      LINK_KEY: key(),
      SIGN_IN_KEY: key(),
      AUDIT_PRIVATE_KEY: edKey,
      TICKET_PRIVATE_KEY: edKey,
    },
  });
  let said = '';
  let peakBytes = 0;
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => {
      said += piece.toString();
      peakBytes = Math.max(peakBytes, peakOf(child.pid));
      const done = Number(/(\d+) \/ \d+ 行\n$/.exec(said)?.[1] ?? 0);
      if (killAfterRows !== undefined && done >= killAfterRows) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said, peakBytes }));
  });
}

const edKey = generateKeyPairSync('ed25519')
  .privateKey.export({ format: 'der', type: 'pkcs8' })
  .toString('base64');

function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}

async function expectAll(series: string): Promise<void> {
  const codes = Array.from({ length: rows }, (_, at) => at).filter((at) => at % brokenEvery !== 0);
  expect(await EnterpriseModel.countDocuments({ name: { $regex: `^${series}` } })).toBe(codes.length);
  expect(await StatementModel.countDocuments({ importId: (await latest())._id })).toBe(codes.length);
  expect(await ImportProblemModel.countDocuments({ importId: (await latest())._id })).toBe(brokenRows);
}

async function latest() {
  const doc = await ImportModel.findOne().sort({ _id: -1 }).lean();
  if (!doc) throw new Error('no import');
  return doc;
}

const total = (added: number, unchanged: number) =>
  `共 ${rows} 行：新增 ${added}，更新 0，没有变化 ${unchanged}，有问题 ${brokenRows}`;

describe(`a list of ${rows} enterprises`, () => {
  it(
    'as CSV is imported in bounded memory with exact counts, and the second time nothing changes',
    async () => {
      const file = join(folder, 'list.csv');
      await writeLines(file, lines('C'));
      const first = await runCommand(file);
      expect(first.said).toContain(total(rows - brokenRows, 0));
      expect(first.code).toBe(1);
      await expectAll('C');
      expect(statSync(`${file}-导入报告.csv`).size).toBeGreaterThan(brokenRows * 20);
      expect(first.peakBytes).toBeLessThan(320 * 1024 * 1024);
      const second = await runCommand(file);
      expect(second.said).toContain(total(0, rows - brokenRows));
      process.stdout.write(
        `CSV: ${rows} rows, ${statSync(file).size} bytes, peak ${Math.round(first.peakBytes / 2 ** 20)} MB\n`,
      );
    },
    patienceMs,
  );

  it(
    'as a workbook is imported in bounded memory with exact counts',
    async () => {
      const file = join(folder, 'list.xlsx');
      writeFileSync(file, aWorkbook(workbookRows()));
      const done = await runCommand(file);
      expect(done.said).toContain(total(rows - brokenRows, 0));
      await expectAll('X');
      expect(done.peakBytes).toBeLessThan(384 * 1024 * 1024);
      process.stdout.write(
        `xlsx: ${rows} rows, ${statSync(file).size} bytes, peak ${Math.round(done.peakBytes / 2 ** 20)} MB\n`,
      );
    },
    patienceMs,
  );

  it(
    'whose import is killed again and again ends with every row once',
    async () => {
      const file = join(folder, 'killed.csv');
      await writeLines(file, lines('K'));
      for (const part of [0.2, 0.5, 0.8]) {
        const killed = await runCommand(file, rows * part);
        expect(killed.code).toBeNull();
      }
      const last = await runCommand(file);
      expect(last.said).toContain(total(rows - brokenRows, 0));
      await expectAll('K');
    },
    patienceMs,
  );
});

function* lines(series: string): Generator<string> {
  yield header.join(',');
  for (let at = 0; at < rows; at += 1) yield cellsOf(at, series).join(',');
}

function* workbookRows(): Generator<Cell[]> {
  yield header;
  for (let at = 0; at < rows; at += 1)
    yield cellsOf(at, 'X').map((cell, column) => (column > 6 && column < 9 ? Number(cell) : cell));
}
