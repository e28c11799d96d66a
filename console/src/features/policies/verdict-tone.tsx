import type { Verdict } from '@contract/enums';
import { Tone } from '../../components/tone';
import { verdictText } from '@contract/words';

const marks: Record<Verdict, string> = { met: '●', unknown: '◐', 'not-met': '⊖' };
const tones = { met: 'green', unknown: 'amber', 'not-met': 'grey' } as const;

/** 符合, 缺资料, 不符合: a word, a shape, then a colour. */
export function VerdictTone({ verdict }: { verdict: Verdict }) {
  return (
    <Tone tone={tones[verdict]}>
      <span aria-hidden="true">{marks[verdict]}</span> {verdictText[verdict]}
    </Tone>
  );
}
