import type { ReactNode } from 'react';

/** A field with its name above it. */
export function Labelled({
  label,
  share = 'half',
  children,
}: {
  label: string;
  /** How much of a row of fields it takes. */
  share?: 'third' | 'half' | 'full';
  children: ReactNode;
}) {
  return (
    <label className={`labelled ${share}`}>
      <span>{label}</span>
      {children}
    </label>
  );
}
