import type { ReactNode } from 'react';

/** A word on its own soft ground; the word says it, the colour repeats it. */
export function Tone({
  tone,
  children,
}: {
  tone: 'accent' | 'amber' | 'green' | 'red' | 'grey';
  children: ReactNode;
}) {
  return <span className={`tone tone-${tone}`}>{children}</span>;
}
