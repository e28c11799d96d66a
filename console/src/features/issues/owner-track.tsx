import type { Issue } from '@contract/index';
import { serverNow } from '../../api/clock';
import { shortMoment } from '../../format/time';
import { ownerSpans } from './strip-model';

/** Who was accountable one after the other, in parts as long as they were; the last one is accountable now. */
export function OwnerTrack({ issue }: { issue: Issue }) {
  const spans = ownerSpans(issue, serverNow());
  const total = spans.reduce((sum, span) => sum + lengthOf(span), 0);
  return (
    <ol className="owner-track">
      {spans.map((span) => (
        <li
          key={span.from}
          style={{ flexGrow: Math.max(0.08, lengthOf(span) / Math.max(1, total)) }}
          title={`${shortMoment(span.from)} 起${span.body ? `，${span.body}` : ''}`}
        >
          <i aria-hidden="true" />
          {/* A part too short for a name has it in its title. */}
          <span className="cut">{lengthOf(span) / Math.max(1, total) > 0.14 ? span.name : ''}</span>
        </li>
      ))}
    </ol>
  );
}

const lengthOf = ({ from, to }: { from: string; to: string }) =>
  Math.max(0, new Date(to).getTime() - new Date(from).getTime());
