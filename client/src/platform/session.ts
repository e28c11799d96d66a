import type { SessionPlatform } from '@/api/session';

import { findAddressParameter } from './address';
import { getLoginCode } from './login';
import { openPage } from './navigation';
import { forget, forgetAll, readStored, store } from './storage';

const name = 'session-token';

/** What the phone adds to a session: its login code, a place to remember the token, the way to sign in. */
export const sessionPlatform: SessionPlatform = {
  // A phone of the demonstration that is opened with a code signs in anew, as whoever the code is for.
  opensWithCode: findAddressParameter('code') !== undefined,
  loginCode: getLoginCode,
  rememberedToken: () => readStored<string>(name),
  remember(token) {
    if (token) {
      store(name, token);
      return;
    }
    forget(name);
    // What was kept for the time without a network belongs to who has just left.
    forgetAll('kept:');
  },
  goToSignIn() {
    openPage('accounts/sign-in').catch(() => undefined);
  },
};
