import { createStore, type Store } from './store';
import { serverNow } from '@/api/clock';

interface Stored<Form> {
  form: Partial<Form>;
  savedAt: string;
}

export interface DraftState<Form> {
  form: Form;
  /** When what was typed was last kept, ISO 8601; absent while nothing was typed. */
  savedAt?: string;
  /** What is shown was typed earlier and has been brought back. */
  isRestored: boolean;
}

export interface Draft<Form> {
  store: Store<DraftState<Form>>;
  update(change: Partial<Form>): void;
  clear(): void;
}

/** Where drafts are kept. */
export interface DraftShelf {
  read<Value>(name: string): Value | undefined;
  write(name: string, value: unknown): boolean;
  remove(name: string): void;
}

/**
 * What is typed into a form, kept after every change under a name: an error, a lost network or closing the app
 * loses nothing. Fields that the form has gained since are filled from `empty`.
 */
export function createDraft<Form extends object>(
  name: string,
  empty: Form,
  shelf: DraftShelf,
  now: () => Date = () => serverNow(),
): Draft<Form> {
  const key = `draft:${name}`;
  const stored = shelf.read<Stored<Form>>(key);
  const store = createStore<DraftState<Form>>({
    form: { ...empty, ...stored?.form },
    savedAt: stored?.savedAt,
    isRestored: stored !== undefined,
  });
  return {
    store,
    update(change) {
      const form = { ...store.get().form, ...change };
      const savedAt = now().toISOString();
      const wasKept = shelf.write(key, { form, savedAt } satisfies Stored<Form>);
      store.set({ form, savedAt: wasKept ? savedAt : store.get().savedAt });
    },
    clear() {
      shelf.remove(key);
      store.set({ form: empty, savedAt: undefined, isRestored: false });
    },
  };
}
