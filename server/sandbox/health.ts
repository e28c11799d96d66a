import mongoose from 'mongoose';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JobsStatus } from '../jobs/jobs';
import { countUnsent } from '../modules/messages/messages.service';
import type { Faults } from './faults';
import { SandboxMessageModel } from './sandbox.model';
import { createStartup, type StartStep } from './startup';

/** One part of the running demonstration. */
export interface PartHealth {
  ok: boolean;
  /** State in a few words. */
  text: string;
  detail: string;
}

export interface Health {
  database: PartHealth;
  api: PartHealth;
  jobs: PartHealth;
  sandbox: PartHealth;
  /** The built clients that are there to be opened. */
  builds: { h5: boolean; console: boolean };
  start: { isComplete: boolean; seconds: number; steps: StartStep[] };
}

/** What the process reports of itself to the start page; filled in by its entry. */
export const selfReport: {
  startup: ReturnType<typeof createStartup>;
  databaseText: string;
  address: string;
  jobs?: () => JobsStatus;
} = { startup: createStartup(), databaseText: 'MongoDB', address: '' };

const faultNames: Record<keyof Faults, string> = {
  timeout: '超时',
  answerLost: '回执丢失',
  systemError: '−1',
  invalidToken: '40001',
  dailyQuota: '45009',
  refused: '43101',
  undelivered: '发出后丢失',
};

/** Looks at every part of the demonstration. */
export async function readHealth(faults: Faults): Promise<Health> {
  const database = await databaseHealth();
  const [unsent, received] = database.ok
    ? await Promise.all([countUnsent(), SandboxMessageModel.countDocuments()])
    : [0, 0];
  const on = (Object.keys(faultNames) as (keyof Faults)[]).filter((fault) => faults[fault]);
  return {
    database,
    api: { ok: true, text: '就绪', detail: selfReport.address.replace('http://', '') },
    jobs: jobsHealth(unsent),
    sandbox: {
      ok: on.length === 0,
      text: on.length === 0 ? '故障开关全关' : `故障：${on.map((fault) => faultNames[fault]).join('、')}`,
      detail: `已收 ${received} 条消息`,
    },
    builds: {
      h5: existsSync(resolve('dist/h5/index.html')),
      console: existsSync(resolve('dist/console/index.html')),
    },
    start: startHealth(),
  };
}

async function databaseHealth(): Promise<PartHealth> {
  const startedAt = performance.now();
  try {
    await mongoose.connection.db?.command({ ping: 1 });
    const took = (performance.now() - startedAt).toFixed(1);
    return { ok: true, text: selfReport.databaseText, detail: `应答 ${took} 毫秒` };
  } catch {
    return { ok: false, text: '没有应答', detail: '请在终端按 Ctrl C 停下，再运行 npm start' };
  }
}

function jobsHealth(unsent: number): PartHealth {
  const status = selfReport.jobs?.();
  if (!status) return { ok: false, text: '还没有开始', detail: '数据载入后开始' };
  const failing = status.jobs.filter(({ lastError }) => lastError !== undefined);
  return {
    ok: failing.length === 0,
    text: `${status.jobs.length} 个，${unsent === 0 ? '无积压' : `待发 ${unsent} 条`}`,
    detail:
      failing.length === 0
        ? `已运行 ${status.jobs.reduce((sum, { runs }) => sum + runs, 0)} 次`
        : `上次失败：${failing.map(({ label }) => label).join('、')}`,
  };
}

function startHealth(): Health['start'] {
  const steps = selfReport.startup.steps();
  return {
    isComplete: steps.every(({ status }) => status === 'done' || status === 'failed'),
    seconds: Math.max(0, ...steps.map(({ fromSeconds = 0, seconds }) => fromSeconds + seconds)),
    steps,
  };
}
