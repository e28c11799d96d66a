import { startJobs, type Job } from '../../../server/jobs/jobs';
import { anEnvironment, testLog, testNow } from '../../support/context';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const every = (everyMs: number, run: Job['run']): Job => ({ name: 'test', label: '测试', everyMs, run });

test('a job runs at each interval as the system, at the instant of the clock', async () => {
  const seen: unknown[] = [];
  const jobs = startJobs(anEnvironment(), testLog, [
    every(1_000, async ({ actor, now }) => seen.push([actor, now])),
  ]);
  await jest.advanceTimersByTimeAsync(3_000);
  await jobs.stop();
  expect(seen).toEqual(Array(3).fill([{ kind: 'system', name: 'test' }, testNow]));
  expect(jobs.status().jobs).toEqual([
    { name: 'test', label: '测试', runs: 3, failures: 0, skipped: 0, lastRunAt: testNow.toISOString() },
  ]);
});

test('a run that is still going when the next is due is not overtaken', async () => {
  let finish = () => {};
  let running = 0;
  let most = 0;
  const jobs = startJobs(anEnvironment(), testLog, [
    every(1_000, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => (finish = resolve));
      running -= 1;
    }),
  ]);
  await jest.advanceTimersByTimeAsync(3_000);
  expect(jobs.status().jobs[0]).toMatchObject({ runs: 0, skipped: 2 });
  finish();
  await jest.advanceTimersByTimeAsync(1_000);
  finish();
  await jobs.stop();
  expect(most).toBe(1);
});

test('a failing run is counted and told, and the job goes on', async () => {
  let calls = 0;
  const jobs = startJobs(anEnvironment(), testLog, [
    every(1_000, async () => {
      calls += 1;
      if (calls === 1) throw new Error('database busy');
    }),
  ]);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(jobs.status().jobs[0]).toMatchObject({ failures: 1, lastError: 'database busy' });
  await jest.advanceTimersByTimeAsync(1_000);
  await jobs.stop();
  expect(jobs.status().jobs[0]).toMatchObject({ runs: 2, failures: 1 });
  expect(jobs.status().jobs[0]?.lastError).toBeUndefined();
});

test('stopping waits for the run that is going and starts no other', async () => {
  let finish = () => {};
  let isFinished = false;
  const jobs = startJobs(anEnvironment(), testLog, [
    every(1_000, async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      isFinished = true;
    }),
  ]);
  await jest.advanceTimersByTimeAsync(1_000);
  const stopped = jobs.stop();
  finish();
  await stopped;
  expect(isFinished).toBe(true);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(jobs.status().jobs[0]?.runs).toBe(1);
});
