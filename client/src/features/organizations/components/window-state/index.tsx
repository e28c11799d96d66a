import type { WindowState } from '@contract';
import { serverNow } from '@/api/clock';
import { Tag } from '@/components/tag';

import { stateWords } from '../../window-words';

/** Whether a window is open, by word, shape and colour. */
export function WindowStateTag({ state }: { state: WindowState }) {
  const { tone, text } = stateWords(state, serverNow());
  return (
    <Tag tone={tone} icon={tone === 'mute' ? 'minus' : 'clock'}>
      {text}
    </Tag>
  );
}
