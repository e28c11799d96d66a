import { createPagedList, type ListPage } from '@/hooks/paged-list';

interface Row {
  id: string;
  title?: string;
}

const row = (id: string): Row => ({ id });
const ids = (rows: Row[]) => rows.map(({ id }) => id);

/** Answers the calls by hand, in any order. */
function aServer() {
  const calls: { cursor?: string; answer(page: ListPage<Row>): void; fail(error: unknown): void }[] = [];
  const fetchPage = (cursor?: string) =>
    new Promise<ListPage<Row>>((answer, fail) => calls.push({ cursor, answer, fail }));
  return { calls, fetchPage };
}

async function aLoadedList() {
  const { calls, fetchPage } = aServer();
  const list = createPagedList(fetchPage);
  const loading = list.refresh();
  calls[0]?.answer({ items: [row('a'), row('b')], next: 'page-2', total: 3 });
  await loading;
  return { list, calls };
}

describe('a list loaded page by page', () => {
  test('is loading until its first page is there, and knows how many there are in all', async () => {
    const { calls, fetchPage } = aServer();
    const list = createPagedList(fetchPage);
    const loading = list.refresh();
    expect(list.store.get()).toMatchObject({ status: 'loading', items: [] });
    calls[0]?.answer({ items: [row('a')], next: 'page-2', total: 30 });
    await loading;
    expect(list.store.get()).toMatchObject({ status: 'ready', total: 30, isComplete: false });
  });

  test('adds the next page below and is complete when no cursor comes with it', async () => {
    const { list, calls } = await aLoadedList();
    const more = list.loadMore();
    expect(list.store.get().status).toBe('loading-more');
    expect(calls[1]?.cursor).toBe('page-2');
    calls[1]?.answer({ items: [row('c')] });
    await more;
    expect(ids(list.store.get().items)).toEqual(['a', 'b', 'c']);
    expect(list.store.get()).toMatchObject({ status: 'ready', isComplete: true, total: 3 });
  });

  test('asks for nothing more when it is complete or when a page is on its way', async () => {
    const { list, calls } = await aLoadedList();
    const more = list.loadMore();
    await list.loadMore();
    expect(calls).toHaveLength(2);
    calls[1]?.answer({ items: [row('c')] });
    await more;
    await list.loadMore();
    expect(calls).toHaveLength(2);
  });

  test('shows a record once when it has moved to the next page meanwhile', async () => {
    const { list, calls } = await aLoadedList();
    const more = list.loadMore();
    calls[1]?.answer({ items: [row('b'), row('c')] });
    await more;
    expect(ids(list.store.get().items)).toEqual(['a', 'b', 'c']);
  });

  test('drops a next page that comes after the list was refreshed', async () => {
    const { list, calls } = await aLoadedList();
    const more = list.loadMore();
    const again = list.refresh();
    calls[2]?.answer({ items: [row('z')] });
    await again;
    calls[1]?.answer({ items: [row('c')] });
    await more;
    expect(ids(list.store.get().items)).toEqual(['z']);
    expect(list.store.get().status).toBe('ready');
  });

  test('keeps what is shown when refreshing fails, and says why', async () => {
    const { list, calls } = await aLoadedList();
    const again = list.refresh();
    expect(list.store.get().status).toBe('refreshing');
    calls[1]?.fail(Object.assign(new Error('网络没连上'), { code: 'OFFLINE' }));
    await again;
    expect(ids(list.store.get().items)).toEqual(['a', 'b']);
    expect(list.store.get()).toMatchObject({
      status: 'error',
      error: { isOffline: true, message: '网络没连上' },
    });
  });

  test('tries the page that failed again, not the first one', async () => {
    const { list, calls } = await aLoadedList();
    const more = list.loadMore();
    calls[1]?.fail(new Error('boom'));
    await more;
    expect(list.store.get()).toMatchObject({ status: 'error', error: { isOffline: false } });
    const again = list.loadMore();
    expect(calls[2]?.cursor).toBe('page-2');
    calls[2]?.answer({ items: [row('c')] });
    await again;
    expect(ids(list.store.get().items)).toEqual(['a', 'b', 'c']);
  });

  test('shows what the phone has kept until a newer page comes, and keeps that one', async () => {
    const { calls, fetchPage } = aServer();
    let kept = { items: [row('old')], keptAt: '2026-11-23T01:20:00Z' };
    const list = createPagedList<Row>(fetchPage, {
      read: () => kept,
      write: (items) => {
        kept = { items, keptAt: '2026-11-23T01:41:00Z' };
      },
    });
    expect(list.store.get()).toMatchObject({ status: 'refreshing', keptAt: '2026-11-23T01:20:00Z' });
    const loading = list.refresh();
    expect(ids(list.store.get().items)).toEqual(['old']);
    calls[0]?.answer({ items: [row('new')] });
    await loading;
    expect(list.store.get().keptAt).toBeUndefined();
    expect(ids(kept.items)).toEqual(['new']);
  });

  test('puts a changed record in the place of the old one and tells whoever listens', async () => {
    const { list } = await aLoadedList();
    const seen: string[] = [];
    const stop = list.store.subscribe(() => seen.push(list.store.get().items[1]?.title ?? ''));
    list.replace({ id: 'b', title: '改过' });
    stop();
    list.replace({ id: 'b', title: '没人听' });
    expect(seen).toEqual(['改过']);
  });
});
