/**
 * Taro draws WeChat's boxes in the browser without roles and out of the keyboard's reach; these functions add both.
 * They run right after the box was asked for. WeChat: its boxes are its own, nothing happens.
 */

function find(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

function makeButton(element: HTMLElement): void {
  element.setAttribute('role', 'button');
  element.tabIndex = 0;
  element.onkeydown = (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    element.click();
  };
}

/** Makes the newest box a dialog, its choices buttons, and takes the focus there; answers how to give it back. */
function describeDialog(box: string, role: 'alertdialog' | 'dialog', choices: string): () => void {
  const element = find(box).at(-1);
  if (!element) return () => undefined;
  const before = document.activeElement;
  element.setAttribute('role', role);
  element.setAttribute('aria-modal', 'true');
  const title = element.querySelector('.taro-modal__title')?.textContent ?? '请选一项';
  element.setAttribute('aria-label', title);
  const buttons = [...element.querySelectorAll<HTMLElement>(choices)];
  buttons.forEach(makeButton);
  const first = buttons.at(-1);
  first?.focus({ preventScroll: true });
  return () => {
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
}

/** For a question or a notice. */
export function describeQuestion(): () => void {
  if (process.env.TARO_ENV !== 'h5') return () => undefined;
  return describeDialog('.taro__modal', 'alertdialog', '.taro-model__btn');
}

/** For a list of choices; the last one leaves it. */
export function describeChoices(): () => void {
  if (process.env.TARO_ENV !== 'h5') return () => undefined;
  return describeDialog(
    '.taro__actionSheet',
    'dialog',
    '.taro-actionsheet__cell, .taro__actionSheet > div:last-child > div:last-child',
  );
}

/** For the short words over the page. */
export function describeNotice(): void {
  if (process.env.TARO_ENV !== 'h5') return;
  find('.taro__toast').at(-1)?.setAttribute('role', 'alert');
}
