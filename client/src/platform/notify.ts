import Taro from '@tarojs/taro';

/** Short words over the page, question boxes and choices; WeChat draws its own, Taro stands in for them on H5. */

/** Says in one short line what happened; gone after two seconds. */
export function notify(text: string): void {
  void Taro.showToast({ title: text, icon: 'none', duration: 2_000 });
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
  const { confirm: agreed } = await Taro.showModal({
    title,
    content: text,
    confirmText: yes,
    cancelText: no,
    confirmColor: '#12566A',
    cancelColor: '#3E4A4E',
  });
  return agreed;
}

/** Tells something that has to be read; there is nothing to choose. */
export async function tell(title: string, text: string, button = '知道了'): Promise<void> {
  await Taro.showModal({
    title,
    content: text,
    showCancel: false,
    confirmText: button,
    confirmColor: '#12566A',
  });
}

/** Lets the person pick one of at most six; answers its index, or undefined when they back out. */
export async function chooseOne(items: string[]): Promise<number | undefined> {
  try {
    const { tapIndex } = await Taro.showActionSheet({ itemList: items });
    return tapIndex;
  } catch {
    return undefined;
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
