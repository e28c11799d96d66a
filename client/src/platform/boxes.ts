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

interface Box {
  selector: string;
  role: 'alertdialog' | 'dialog';
  choices: string;
  /** Which of the choices backs out, as Escape and leaving the page do. */
  leaves: 'first' | 'last';
}

/** Makes the newest box a dialog, its choices buttons, and takes the focus there; answers how to give it back. */
function describeDialog({ selector, role, choices, leaves }: Box): () => void {
  const element = find(selector).at(-1);
  if (!element) return () => undefined;
  const before = document.activeElement;
  element.setAttribute('role', role);
  element.setAttribute('aria-modal', 'true');
  const title = element.querySelector('.taro-modal__title')?.textContent ?? '请选一项';
  element.setAttribute('aria-label', title);
  const buttons = [...element.querySelectorAll<HTMLElement>(choices)];
  buttons.forEach(makeButton);
  buttons.at(-1)?.focus({ preventScroll: true });
  const shown = buttons.filter(({ style }) => style.display !== 'none');
  const leave = () => shown.at(leaves === 'first' ? 0 : -1)?.click();
  element.onkeydown = (event) => {
    if (event.key === 'Escape') leave();
  };
  window.addEventListener('hashchange', leave);
  return () => {
    window.removeEventListener('hashchange', leave);
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
}

/** For a question or a notice. */
export function describeQuestion(): () => void {
  if (process.env.TARO_ENV !== 'h5') return () => undefined;
  return describeDialog({
    selector: '.taro__modal',
    role: 'alertdialog',
    choices: '.taro-model__btn',
    leaves: 'first',
  });
}

/** For a list of choices; the last one leaves it. */
export function describeChoices(): () => void {
  if (process.env.TARO_ENV !== 'h5') return () => undefined;
  return describeDialog({
    selector: '.taro__actionSheet',
    role: 'dialog',
    choices: '.taro-actionsheet__cell, .taro__actionSheet > div:last-child > div:last-child',
    leaves: 'last',
  });
}

/** For the short words over the page. */
export function describeNotice(): void {
  if (process.env.TARO_ENV !== 'h5') return;
  find('.taro__toast').at(-1)?.setAttribute('role', 'alert');
}
