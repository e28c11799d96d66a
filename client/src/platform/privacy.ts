import Taro from '@tarojs/taro';

/**
 * WeChat's own question about privacy: before the first call that touches personal data (pictures, the clipboard) it
 * asks the mini-program to show what the owner declared in WeChat's console, and waits for an answer. This is WeChat's
 * agreement about its interfaces; the product's own text and consent are another matter (`api/privacy.ts`).
 *
 * Browser: there is no such question.
 */
export interface PrivacyQuestion {
  /** Name of the agreement in WeChat, e.g. 《企服通小程序隐私保护指引》. */
  contractName: string;
}

/** The id of the button whose tap WeChat takes for consent. */
export const agreeButtonId = 'agree-privacy';

type Answer = { event: 'agree'; buttonId: string } | { event: 'disagree' };

let waiting: ((answer: Answer) => void)[] = [];
let question: PrivacyQuestion | undefined;
const listeners = new Set<() => void>();

function become(next: PrivacyQuestion | undefined): void {
  question = next;
  for (const listener of [...listeners]) listener();
}

/** What WeChat waits for, if anything. */
export function privacyQuestion(): PrivacyQuestion | undefined {
  return question;
}

/** Calls the listener after each change until the answered function is called. */
export function subscribePrivacy(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Tells WeChat that this app shows its own sheet; to be called once, before the first page. */
export function listenForPrivacy(): void {
  // Phones with a base library from before 2.32.3 don't have it; they show WeChat's own box.
  if (process.env.TARO_ENV === 'h5' || !Taro.onNeedPrivacyAuthorization) return;
  Taro.onNeedPrivacyAuthorization((resolve) => {
    waiting.push(resolve as (answer: Answer) => void);
    become({ contractName: '小程序隐私保护指引' });
    void contractName().then((name) => {
      if (question && name) become({ contractName: name });
    });
  });
}

/** The agreement's name, as the owner called it in WeChat's console. */
async function contractName(): Promise<string | undefined> {
  try {
    return (await ask<{ privacyContractName?: string }>(Taro.getPrivacySetting)).privacyContractName;
  } catch {
    return undefined;
  }
}

/** Answers every call that waits; to agree, WeChat wants to have seen the tap on the button of this id. */
export function answerPrivacy(isAgreed: boolean): void {
  const calls = waiting;
  waiting = [];
  become(undefined);
  for (const resolve of calls)
    resolve(isAgreed ? { event: 'agree', buttonId: agreeButtonId } : { event: 'disagree' });
}

/** Opens the agreement as WeChat shows it; false where it can't. */
export async function openPrivacyContract(): Promise<boolean> {
  if (process.env.TARO_ENV === 'h5' || !Taro.openPrivacyContract) return false;
  try {
    await ask(Taro.openPrivacyContract);
    return true;
  } catch {
    return false;
  }
}

interface Callbacks<Result> {
  success: (result: Result) => void;
  fail: (error: unknown) => void;
}

/** Taro hands these interfaces through as they are: they answer by callbacks. */
function ask<Result>(call: (options: Callbacks<Result>) => unknown): Promise<Result> {
  return new Promise((success, fail) => {
    call({ success, fail });
  });
}
