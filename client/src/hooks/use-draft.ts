import { useState, useSyncExternalStore } from 'react';

import { forget, readStored, store } from '@/platform/storage';

import { createDraft, type DraftState } from './draft';

export interface FormDraft<Form> extends DraftState<Form> {
  update(change: Partial<Form>): void;
  /** Forgets the draft: what was typed has been sent, or the person wants to start anew. */
  clear(): void;
}

/** A form whose content survives errors, a lost network and closing the app; `name` tells drafts apart. */
export function useDraft<Form extends object>(name: string, empty: Form): FormDraft<Form> {
  const [draft] = useState(() =>
    createDraft(name, empty, { read: readStored, write: store, remove: forget }),
  );
  const state = useSyncExternalStore(draft.store.subscribe, draft.store.get, draft.store.get);
  return { ...state, update: draft.update, clear: draft.clear };
}
