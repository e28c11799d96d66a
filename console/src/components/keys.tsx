import { Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';

/** A key of the page: what it is called on screen, what it does, and the action while there is one. */
export interface KeyBinding {
  /** `KeyboardEvent.key` in lower case for letters: j, Enter, Escape, /. */
  key: string;
  /** Written on the key cap where it differs from the key. */
  cap?: string;
  /** What it does; keys with the same hint stand together. */
  hint: string;
  run: (() => void) | undefined;
}

/** Bindings of the pages and panels on screen; the help reads them. */
const active = new Set<{ current: KeyBinding[] }>();

/** Keys that work on every page, inside fields too where they say so. */
const everywhere: { caps: string[]; hint: string }[] = [
  { caps: ['Ctrl', '↵'], hint: '发出正在写的内容' },
  { caps: ['?'], hint: '看全部快捷键' },
];

/** True while a dialog is open: the page below takes no keys. */
const isCovered = () =>
  [...document.querySelectorAll<HTMLElement>('.ant-modal-wrap')].some(
    (element) => getComputedStyle(element).display !== 'none',
  );

/** Binds letters to actions of the page; none acts while a field has the focus or a dialog is open. */
export function useKeys(bindings: KeyBinding[]): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    active.add(latest);
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.closest('input, textarea, select, [contenteditable], .ant-select, .ant-picker')) return;
      // Enter on a button or link presses that.
      if (event.key === 'Enter' && target.closest('button, a')) return;
      if (isCovered()) return;
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const run = latest.current.find(({ key, run: act }) => key === name && act)?.run;
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', listen);
    return () => {
      active.delete(latest);
      window.removeEventListener('keydown', listen);
    };
  }, []);
}

interface Hint {
  caps: string[];
  hint: string;
}

function toHints(bindings: KeyBinding[]): Hint[] {
  const hints: Hint[] = [];
  for (const { key, cap, hint, run } of bindings) {
    if (!run) continue;
    const face = cap ?? (key.length === 1 ? key.toUpperCase() : key);
    const same = hints.find((other) => other.hint === hint);
    if (!same) hints.push({ caps: [face], hint });
    else if (!same.caps.includes(face)) same.caps.push(face);
  }
  return hints;
}

/** A key cap; what is read aloud is the button's word alone. */
export function Kbd({ children }: { children: React.ReactNode }) {
  return <kbd aria-hidden="true">{children}</kbd>;
}

/** The line at the foot of a page: its keys, and on the right what the page wants to say. */
export function KeyBar({ bindings, children }: { bindings: KeyBinding[]; children?: React.ReactNode }) {
  return (
    <footer className="keys">
      {toHints(bindings).map(({ caps, hint }) => (
        <span key={hint}>
          {caps.map((cap) => (
            <Kbd key={cap}>{cap}</Kbd>
          ))}
          {hint}
        </span>
      ))}
      <span>
        <Kbd>?</Kbd>全部快捷键
      </span>
      <span className="grow" />
      {children}
    </footer>
  );
}

/** All keys that work now; `?` opens it, and so does the mark in the header. */
export function KeyHelp({
  isOpen,
  onOpen,
  onClose,
}: {
  isOpen: boolean;
  onOpen: () => void;
  onClose: () => void;
}) {
  const [hints, setHints] = useState<Hint[]>([]);
  useKeys([{ key: '?', hint: '看全部快捷键', run: onOpen }]);
  useEffect(() => {
    if (isOpen)
      setHints([
        ...toHints([...active].flatMap(({ current }) => current)).filter(
          ({ hint }) => !everywhere.some((other) => other.hint === hint),
        ),
        ...everywhere,
      ]);
  }, [isOpen]);
  return (
    <Modal title="快捷键" open={isOpen} onCancel={onClose} footer={null} width={420}>
      <dl className="key-list">
        {hints.map(({ caps, hint }) => (
          <div key={hint}>
            <dt>
              {caps.map((cap) => (
                <Kbd key={cap}>{cap}</Kbd>
              ))}
            </dt>
            <dd>{hint}</dd>
          </div>
        ))}
      </dl>
      <p className="meta">正在填写时字母键不起作用。</p>
    </Modal>
  );
}
