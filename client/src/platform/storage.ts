import Taro from '@tarojs/taro';

import { findDemonstrationPhone } from './address';

/**
 * What the phone keeps: the session, drafts, settings, the last content of a list. WeChat gives each person 10 MB of
 * their own. In the browser it is localStorage, shared by whoever uses that browser; there each phone of the
 * demonstration has its own part, so that two of them side by side stay two people.
 */
function prefixed(name: string): string {
  const phone = findDemonstrationPhone();
  return phone ? `qifutong:${phone}:${name}` : `qifutong:${name}`;
}

/** What was stored under a name, or undefined when nothing was or it can't be read. */
export function readStored<Value>(name: string): Value | undefined {
  try {
    const text: unknown = Taro.getStorageSync(prefixed(name));
    return typeof text === 'string' && text !== '' ? (JSON.parse(text) as Value) : undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value under a name; answers false when the phone has no room left. */
export function store(name: string, value: unknown): boolean {
  try {
    Taro.setStorageSync(prefixed(name), JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Forgets what was stored under a name. */
export function forget(name: string): void {
  Taro.removeStorageSync(prefixed(name));
}

/** Forgets everything stored under names that begin so; used when a person signs out. */
export function forgetAll(beginning: string): void {
  for (const key of Taro.getStorageInfoSync().keys) {
    if (key.startsWith(prefixed(beginning))) Taro.removeStorageSync(key);
  }
}
