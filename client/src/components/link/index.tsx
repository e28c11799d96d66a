import type { ReactNode } from 'react';

import { Icon } from '../icon';
import { Tap } from '../tap';

import './index.scss';

/** Words that lead somewhere, with an arrow; the area that answers a tap is larger than the words. */
export function Link({ children, onTap, label }: { children: ReactNode; onTap: () => void; label?: string }) {
  return (
    <Tap className="q-link" role="link" label={label} onTap={onTap}>
      {children}
      <Icon name="chevron-right" size={16} />
    </Tap>
  );
}
