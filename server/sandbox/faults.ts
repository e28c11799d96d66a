/** Switches that make the sandbox fail the way WeChat does. */
export interface Faults {
  /** Requests get no answer, and nothing is done. */
  timeout: boolean;
  /** A message is accepted and arrives, but the answer is lost. */
  answerLost: boolean;
  /** Everything answers -1, busy. */
  systemError: boolean;
  /** Every access token is rejected with 40001. */
  invalidToken: boolean;
  /** Sending answers 45009: the day's quota is used up. */
  dailyQuota: boolean;
  /** Sending answers 43101: the person refuses. */
  refused: boolean;
  /** Messages are accepted and then lost inside WeChat, which says so later. */
  undelivered: boolean;
}

/** No fault. */
export function noFaults(): Faults {
  return {
    timeout: false,
    answerLost: false,
    systemError: false,
    invalidToken: false,
    dailyQuota: false,
    refused: false,
    undelivered: false,
  };
}
