import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';

import { createResource, type ResourceState } from './resource';

export interface Loaded<Data> extends ResourceState<Data> {
  refresh(): Promise<void>;
  /** Shows what an action has answered, without asking again. */
  replace(data: Data): void;
}

/** One record, loaded at once and again whenever `key` changes: its id. */
export function useResource<Data>(fetchData: () => Promise<Data>, key = ''): Loaded<Data> {
  const latest = useRef(fetchData);
  useEffect(() => {
    latest.current = fetchData;
  });
  const resource = useMemo(() => ({ key, ...createResource<Data>(() => latest.current()) }), [key]);
  useEffect(() => {
    void resource.refresh();
  }, [resource]);
  const state = useSyncExternalStore(resource.store.subscribe, resource.store.get, resource.store.get);
  return { ...state, refresh: resource.refresh, replace: resource.replace };
}
