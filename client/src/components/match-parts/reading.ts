import type { Match } from '@contract';

import { matchPartText } from '@contract/words';

export interface ReadPart {
  label: string;
  /** The reason in pieces; strong ones are the words that both sides wrote. */
  pieces: { text: string; strong: boolean }[];
  /** Speaks against the match. */
  isWarning: boolean;
}

/** Below this a part speaks against a match rather than for it. */
const least = 0.3;
const shared = '都写了';
/** Neither side has written an amount: nothing to read. */
const nothingKnown = '没写金额，按一半计';

/** Why two listings fit, the weightiest reason first; freshness is told elsewhere, by the day of publication. */
export function readParts(parts: Match['parts']): ReadPart[] {
  return [...parts]
    .filter(({ part, weight, reason }) => part !== 'freshness' && weight > 0 && reason !== nothingKnown)
    .sort(
      (one, other) => Number(one.score < least) - Number(other.score < least) || other.weight - one.weight,
    )
    .map(({ part, score, reason }) => ({
      label: matchPartText[part],
      pieces: piecesOf(reason),
      isWarning: score < least,
    }));
}

function piecesOf(reason: string): ReadPart['pieces'] {
  if (!reason.startsWith(shared)) return [{ text: reason, strong: false }];
  return [
    { text: shared, strong: false },
    { text: reason.slice(shared.length), strong: true },
  ];
}
