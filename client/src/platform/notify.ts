import Taro from '@tarojs/taro';

import { describeChoices, describeNotice, describeQuestion } from './boxes';

/** Short words over the page, question boxes and choices; WeChat draws its own, Taro stands in for them on H5. */

/** Says in one short line what happened; gone after two seconds. */
export function notify(text: string): void {
  void Taro.showToast({ title: text, icon: 'none', duration: 2_000 });
  describeNotice();
}

interface Question {
  title: string;
  text?: string;
  /** At most four characters each: WeChat refuses longer ones. */
  yes?: string;
  no?: string;
}

/** Asks before something that can't be undone; false when the person backs out. */
export async function confirm({ title, text = '', yes = '确定', no = '取消' }: Question): Promise<boolean> {
  const asking = Taro.showModal({
    title,
    content: text,
    confirmText: yes,
    cancelText: no,
    confirmColor: '#12566A',
    cancelColor: '#3E4A4E',
  });
  const giveBack = describeQuestion();
  const { confirm: agreed } = await asking;
  giveBack();
  return agreed;
}

/** Tells something that has to be read; there is nothing to choose. */
export async function tell(title: string, text: string, button = '知道了'): Promise<void> {
  const telling = Taro.showModal({
    title,
    content: text,
    showCancel: false,
    confirmText: button,
    confirmColor: '#12566A',
  });
  const giveBack = describeQuestion();
  await telling;
  giveBack();
}

/** Lets the person pick one of at most six; answers its index, or undefined when they back out. */
export async function chooseOne(items: string[]): Promise<number | undefined> {
  const choosing = Taro.showActionSheet({ itemList: items });
  const giveBack = describeChoices();
  try {
    const { tapIndex } = await choosing;
    return tapIndex;
  } catch {
    return undefined;
  } finally {
    giveBack();
  }
}

/** Covers the page with a word while something runs, so that nothing is tapped twice. */
export async function whileBusy<Result>(text: string, work: () => Promise<Result>): Promise<Result> {
  void Taro.showLoading({ title: text, mask: true });
  try {
    return await work();
  } finally {
    Taro.hideLoading();
  }
}
