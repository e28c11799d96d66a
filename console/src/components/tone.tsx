import type { ReactNode } from 'react';
import type { ToneName } from '../format/texts';

/** A word on its own soft ground; the word says it, the colour repeats it. */
export function Tone({ tone, children }: { tone: ToneName; children: ReactNode }) {
  return <span className={`tone tone-${tone}`}>{children}</span>;
}
