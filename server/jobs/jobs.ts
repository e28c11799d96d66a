import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Context, Environment } from '../context';

/** One thing the product does by itself, again and again: a thin caller of a service. */
export interface Job {
  name: string;
  /** What it does, for the health line. */
  label: string;
  everyMs: number;
  run(ctx: Context): Promise<unknown>;
}

export interface JobStatus {
  name: string;
  label: string;
  runs: number;
  failures: number;
  /** Runs that were due while the one before was still going. */
  skipped: number;
  lastRunAt?: string;
  /** Message of the last run's error; absent after a good run. */
  lastError?: string;
}

export interface JobsStatus {
  jobs: JobStatus[];
}

export interface Jobs {
  /** Starts no further run and waits for those that are going. */
  stop(): Promise<void>;
  status(): JobsStatus;
}

/** Runs every job of the list on its interval until it is stopped; a run never overlaps the one before. */
export function startJobs(environment: Environment, log: FastifyBaseLogger, list: readonly Job[]): Jobs {
  const states = list.map((job) => startJob(environment, log.child({ job: job.name }), job));
  return {
    async stop() {
      for (const { timer } of states) clearInterval(timer);
      await Promise.all(states.map(({ current }) => current()));
    },
    status: () => ({ jobs: states.map(({ status }) => ({ ...status })) }),
  };
}

function startJob(environment: Environment, log: FastifyBaseLogger, job: Job) {
  const status: JobStatus = { name: job.name, label: job.label, runs: 0, failures: 0, skipped: 0 };
  let running: Promise<void> | undefined;

  const run = async () => {
    const now = environment.clock.now();
    try {
      await job.run({
        actor: { kind: 'system', name: job.name },
        now,
        log,
        requestId: randomUUID(),
        environment,
      });
      delete status.lastError;
    } catch (error) {
      status.failures += 1;
      status.lastError = error instanceof Error ? error.message : String(error);
      log.error({ err: error }, 'job failed');
    }
    status.runs += 1;
    status.lastRunAt = now.toISOString();
  };
  const timer = setInterval(() => {
    if (running) {
      status.skipped += 1;
      return;
    }
    running = run().finally(() => {
      running = undefined;
    });
  }, job.everyMs);
  return { status, timer, current: () => running };
}
