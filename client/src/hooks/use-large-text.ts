import { useSyncExternalStore } from 'react';

import { readStored, store } from '@/platform/storage';

import { createStore } from './store';

const name = 'large-text';
const setting = createStore<{ isLarge: boolean | undefined }>({ isLarge: undefined });

function isLarge(): boolean {
  // Read at the first look, not when the file is loaded: storage isn't there yet then.
  return setting.get().isLarge ?? readStored<boolean>(name) ?? false;
}

function setLarge(large: boolean): void {
  store(name, large);
  setting.set({ isLarge: large });
}

/** 关怀模式: whether text and controls are large, and how to change it; every page follows at once. */
export function useLargeText(): { isLarge: boolean; setLarge: (large: boolean) => void } {
  return { isLarge: useSyncExternalStore(setting.subscribe, isLarge, isLarge), setLarge };
}
