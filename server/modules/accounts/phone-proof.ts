/** An account as far as it matters who keeps a phone number. */
export interface Account {
  hasWeChat: boolean;
  /** True for one without enterprise, office or password: nothing would be lost with it. */
  isBare: boolean;
}

/**
 * What happens when an account proves a number that another one holds. `join`: the WeChat goes over to the holder's
 * account; `absorb`: the number goes over and the holder's account ends; `take`: only the number goes over; `refuse`:
 * nothing happens, a person has to decide.
 */
export type Settlement = 'join' | 'absorb' | 'take' | 'refuse';

/** One person is one account: see docs/sign-in.md for the table. */
export function settlePhone(claimant: Account, holder: Account): Settlement {
  // A number that came to somebody else: the newest proof counts, and the holder still has a way in.
  if (holder.hasWeChat) return 'take';
  // The holder has nothing but the number: without it nobody would ever get in again.
  if (holder.isBare) return 'absorb';
  return claimant.hasWeChat && claimant.isBare ? 'join' : 'refuse';
}
