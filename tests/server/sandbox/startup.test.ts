import { createStartup, isBuildMessage } from '../../../server/sandbox/startup';

function aStart() {
  let at = 1_000_000;
  return { startup: createStartup(() => at), pass: (seconds: number) => (at += seconds * 1000) };
}

test('a step shows when it began and how long it has been going, then how long it took', () => {
  const { startup, pass } = aStart();
  startup.begin('database');
  pass(0.5);
  startup.end('database', '内嵌引擎');
  startup.begin('api');
  pass(1.5);
  expect(startup.steps()).toEqual([
    { name: 'database', status: 'done', fromSeconds: 0, seconds: 0.5, text: '内嵌引擎' },
    { name: 'api', status: 'running', fromSeconds: 0.5, seconds: 1.5, text: '' },
  ]);
});

test('a build that the starting script reports after the fact is placed where it ran', () => {
  const { startup, pass } = aStart();
  startup.begin('database');
  pass(3);
  startup.hear({ type: 'build', step: 'install', status: 'done', seconds: 10, text: '已装' });
  const [database, install] = startup.steps();
  expect(install).toEqual({ name: 'install', status: 'done', fromSeconds: 0, seconds: 10, text: '已装' });
  expect(database?.fromSeconds).toBe(7);
});

test('a failed build keeps its reason', () => {
  const { startup, pass } = aStart();
  startup.hear({ type: 'build', step: 'h5', status: 'running' });
  pass(4);
  startup.hear({ type: 'build', step: 'h5', status: 'failed', seconds: 4, text: '内存不足' });
  expect(startup.steps()).toEqual([
    { name: 'h5', status: 'failed', fromSeconds: 0, seconds: 4, text: '内存不足' },
  ]);
});

test('only well-formed build messages are listened to', () => {
  expect(isBuildMessage({ type: 'build', step: 'h5', status: 'done' })).toBe(true);
  for (const other of [null, 'build', {}, { type: 'build' }, { type: 'build', step: 'h5', status: 'odd' }])
    expect(isBuildMessage(other)).toBe(false);
});
