import { toLoadError, type LoadError } from './load-error';
import { createStore, type Store } from './store';

export interface ResourceState<Data> {
  data?: Data;
  status: 'loading' | 'refreshing' | 'ready' | 'error';
  error?: LoadError;
}

export interface Resource<Data> {
  store: Store<ResourceState<Data>>;
  refresh(): Promise<void>;
  /** Shows what an action has answered, without asking again. */
  replace(data: Data): void;
}

/** One record; what was shown stays while it is loaded again, also when that fails. */
export function createResource<Data>(fetchData: () => Promise<Data>): Resource<Data> {
  const store = createStore<ResourceState<Data>>({ status: 'loading' });
  let round = 0;
  return {
    store,
    async refresh() {
      round += 1;
      const mine = round;
      store.set({ status: store.get().data === undefined ? 'loading' : 'refreshing', error: undefined });
      try {
        const data = await fetchData();
        if (mine === round) store.set({ data, status: 'ready' });
      } catch (error) {
        if (mine === round) store.set({ status: 'error', error: toLoadError(error) });
      }
    },
    replace(data) {
      round += 1;
      store.set({ data, status: 'ready', error: undefined });
    },
  };
}
