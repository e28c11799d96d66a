import { createResource } from '@/hooks/resource';

describe('one record', () => {
  test('is shown while it is loaded again, also when that fails', async () => {
    const answers: (() => Promise<string>)[] = [
      async () => 'first',
      async () => {
        throw Object.assign(new Error('没有权限'), { code: 'FORBIDDEN' });
      },
    ];
    const resource = createResource(() => answers.shift()?.() ?? Promise.reject(new Error('no more')));
    expect(resource.store.get().status).toBe('loading');
    await resource.refresh();
    expect(resource.store.get()).toMatchObject({ status: 'ready', data: 'first' });
    const again = resource.refresh();
    expect(resource.store.get()).toMatchObject({ status: 'refreshing', data: 'first' });
    await again;
    expect(resource.store.get()).toMatchObject({
      status: 'error',
      data: 'first',
      error: { code: 'FORBIDDEN', message: '没有权限', isOffline: false },
    });
  });

  test('what an action answered wins over a load that started before it', async () => {
    let answer: (value: string) => void = () => undefined;
    const resource = createResource(
      () =>
        new Promise<string>((resolve) => {
          answer = resolve;
        }),
    );
    const loading = resource.refresh();
    resource.replace('answered');
    answer('stale');
    await loading;
    expect(resource.store.get()).toMatchObject({ status: 'ready', data: 'answered' });
  });
});
