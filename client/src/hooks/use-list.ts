import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';

import { serverNow } from '@/api/clock';
import { readStored, store } from '@/platform/storage';

import { createPagedList, type FetchPage, type Keeper, type ListState } from './paged-list';

export interface List<Item> extends ListState<Item> {
  /** Loads the next page; does nothing while one is on its way or when all are there. */
  loadMore(): Promise<void>;
  refresh(): Promise<void>;
  replace(item: Item): void;
}

function keeperFor<Item>(name: string): Keeper<Item> {
  return {
    read: () => readStored(`kept:${name}`),
    write: (items) => {
      store(`kept:${name}`, { items, keptAt: serverNow().toISOString() });
    },
  };
}

/**
 * A list that is loaded page by page, at once and again whenever `key` changes: the filter, the words searched for.
 * With `keepAs` the first page is kept on the phone and shown until a newer one comes, without a network too.
 */
export function useList<Item>(
  fetchPage: FetchPage<Item>,
  key = '',
  { keepAs }: { keepAs?: string } = {},
): List<Item> {
  const latest = useRef(fetchPage);
  useEffect(() => {
    latest.current = fetchPage;
  });
  const keepName = keepAs === undefined ? undefined : `${keepAs}:${key}`;
  const list = useMemo(
    () => ({
      key,
      ...createPagedList<Item>(
        (cursor) => latest.current(cursor),
        keepName === undefined ? undefined : keeperFor<Item>(keepName),
      ),
    }),
    [key, keepName],
  );
  useEffect(() => {
    void list.refresh();
  }, [list]);
  const state = useSyncExternalStore(list.store.subscribe, list.store.get, list.store.get);
  return { ...state, loadMore: list.loadMore, refresh: list.refresh, replace: list.replace };
}
