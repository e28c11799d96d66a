import { useSyncExternalStore } from 'react';

const phone = window.matchMedia('(max-width: 720px)');
const narrow = window.matchMedia('(max-width: 1279px)');

function subscribe(onChange: () => void): () => void {
  phone.addEventListener('change', onChange);
  narrow.addEventListener('change', onChange);
  return () => {
    phone.removeEventListener('change', onChange);
    narrow.removeEventListener('change', onChange);
  };
}

/** How much room the page has: all columns, without the right one, or a phone's width. */
export const useWidth = (): 'wide' | 'narrow' | 'phone' =>
  useSyncExternalStore(subscribe, () => (phone.matches ? 'phone' : narrow.matches ? 'narrow' : 'wide'));
