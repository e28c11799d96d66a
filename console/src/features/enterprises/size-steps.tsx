import type { SizeBasis } from '@contract/index';
import { enterpriseSizeText } from '@contract/words';
import { Tone } from '../../components/tone';

/** How a size comes about: what each figure gives by itself, which one decides, and what the next step asks. */
export function SizeSteps({ basis }: { basis: SizeBasis }) {
  if (basis.state === 'not-applicable')
    return <p className="meta">2017 年划型办法不覆盖这个行业，不划分规模。</p>;
  if (basis.state === 'too-coarse')
    return <p className="meta">行业只登记到较粗的一级，往下有不同的标准；登记到小类后才能划型。</p>;
  return (
    <div className="stack">
      <ul className="size-figures">
        {basis.figures.map(({ attribute, label, text, alone, decides, nextText }) => (
          <li key={attribute}>
            <span>{label}</span>
            <b>{text ?? '缺'}</b>
            {alone ? (
              <Tone tone={decides ? 'accent' : 'grey'}>
                {decides ? `由它定：${enterpriseSizeText[alone]}` : `够${enterpriseSizeText[alone]}`}
              </Tone>
            ) : (
              <Tone tone="amber">要先补上</Tone>
            )}
            {decides && nextText && <span className="meta">升一档要 {nextText}</span>}
          </li>
        ))}
      </ul>
      <p className="meta">
        按《统计上大中小微型企业划分办法（2017）》的“{basis.ruleName}”标准：每项都达到下限才算这一档。
      </p>
    </div>
  );
}
