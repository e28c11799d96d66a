import type { BriefingInput } from '@contract/index';
import { dayText } from '../../format/time';

/** The briefing as it reads on the phone. */
export function BriefingCard({
  title,
  sentences,
  whoText,
  amountText,
  untilOn,
}: Omit<BriefingInput, 'policyIds'>) {
  return (
    <div className="briefing-card" aria-label="手机上的样子">
      <p className="meta">政策简报</p>
      <h3>{title || '标题'}</h3>
      <ol>
        {(sentences.length > 0 ? sentences : ['三句话说清这件事']).map((sentence, at) => (
          <li key={at}>{sentence}</li>
        ))}
      </ol>
      <dl>
        <div>
          <dt>谁</dt>
          <dd>{whoText || '…'}</dd>
        </div>
        <div>
          <dt>多少</dt>
          <dd>{amountText || '…'}</dd>
        </div>
        <div>
          <dt>期限</dt>
          <dd>{untilOn ? dayText(untilOn) : '常年'}</dd>
        </div>
      </dl>
    </div>
  );
}
