import { toLoadError, type LoadError } from './load-error';
import { createStore, type Store } from './store';

/** One page of a list as the API answers it. */
export interface ListPage<Item> {
  items: Item[];
  /** Cursor of the next page; absent on the last. */
  next?: string;
  total?: number;
}

export type FetchPage<Item> = (cursor?: string) => Promise<ListPage<Item>>;

export interface ListState<Item> {
  items: Item[];
  total?: number;
  status: 'loading' | 'refreshing' | 'loading-more' | 'ready' | 'error';
  error?: LoadError;
  /** Every page is loaded. */
  isComplete: boolean;
  /** When the shown items were stored on the phone, ISO 8601; only while nothing newer has come. */
  keptAt?: string;
}

/** Where the first page is kept for the time without a network. */
export interface Keeper<Item> {
  read(): { items: Item[]; keptAt: string } | undefined;
  write(items: Item[]): void;
}

export interface PagedList<Item> {
  store: Store<ListState<Item>>;
  refresh(): Promise<void>;
  loadMore(): Promise<void>;
  /** Puts a changed item in the place of the old one, by its id. */
  replace(item: Item): void;
}

/** Records have an id; what has none is never taken for the same. */
function idOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'id' in item ? item.id : item;
}

/** The same record may come again when others were added while the person scrolled: the first one stays. */
function appendNew<Item>(shown: Item[], more: Item[]): Item[] {
  const known = new Set(shown.map(idOf));
  return [...shown, ...more.filter((item) => !known.has(idOf(item)))];
}

/** A list that is loaded page by page; an answer that comes after a newer refresh is dropped. */
export function createPagedList<Item>(fetchPage: FetchPage<Item>, keeper?: Keeper<Item>): PagedList<Item> {
  const kept = keeper?.read();
  const store = createStore<ListState<Item>>({
    items: kept?.items ?? [],
    keptAt: kept?.keptAt,
    status: kept ? 'refreshing' : 'loading',
    isComplete: false,
  });
  let next: string | undefined;
  let round = 0;

  async function load(cursor: string | undefined, apply: (page: ListPage<Item>) => void): Promise<void> {
    const mine = round;
    try {
      const page = await fetchPage(cursor);
      if (mine !== round) return;
      next = page.next;
      apply(page);
    } catch (error) {
      if (mine === round) store.set({ status: 'error', error: toLoadError(error) });
    }
  }

  return {
    store,
    async refresh() {
      round += 1;
      store.set({ status: store.get().items.length > 0 ? 'refreshing' : 'loading', error: undefined });
      await load(undefined, (page) => {
        keeper?.write(page.items);
        store.set({
          items: page.items,
          total: page.total,
          status: 'ready',
          isComplete: page.next === undefined,
          keptAt: undefined,
        });
      });
    },
    async loadMore() {
      const { status, isComplete } = store.get();
      if (isComplete || next === undefined || (status !== 'ready' && status !== 'error')) return;
      store.set({ status: 'loading-more', error: undefined });
      await load(next, (page) => {
        store.set({
          items: appendNew(store.get().items, page.items),
          total: page.total ?? store.get().total,
          status: 'ready',
          isComplete: page.next === undefined,
        });
      });
    },
    replace(item) {
      store.set({ items: store.get().items.map((old) => (idOf(old) === idOf(item) ? item : old)) });
    },
  };
}
