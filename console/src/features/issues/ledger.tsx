import type { LedgerEntry } from '@contract/index';
import { ratingResultText, returnReasonText } from '@contract/words';
import { FileList } from '../../components/file-list';
import { ledgerKindText } from '../../format/texts';
import { shortMoment } from '../../format/time';

const tone = (kind: LedgerEntry['kind']) =>
  kind === 'returned' || kind === 'disputed'
    ? 'ledger-number-back'
    : kind === 'dispatched' || kind === 'accepted' || kind === 'answered'
      ? 'ledger-number-sent'
      : '';

/** “周文静 → 市税务局”, “陶保国，市税务局”. */
export function whoText({ actorName, actorOrganization, to }: LedgerEntry): string {
  if (to) return `${actorName} → ${to}`;
  return actorOrganization ? `${actorName}，${actorOrganization}` : actorName;
}

/** Reason and words of an entry, those that are there. */
function wordsOf({ noticeNumber, reason, result, note }: LedgerEntry): string {
  const head = [noticeNumber, reason && returnReasonText[reason], result && ratingResultText[result]]
    .filter(Boolean)
    .join('，');
  return [head, note].filter(Boolean).join('：');
}

/** The append-only ledger, newest on top, each entry with the head of its chain hash. */
export function Ledger({ entries }: { entries: LedgerEntry[] }) {
  return (
    <ol className="ledger" reversed>
      {[...entries].reverse().map((entry) => (
        <li key={entry.sequence}>
          <span className={`ledger-number ${tone(entry.kind)}`}>{entry.sequence}</span>
          <time dateTime={entry.at}>{shortMoment(entry.at)}</time>
          <div className="row wrap ledger-head">
            <span className="strong">{ledgerKindText[entry.kind]}</span>
            <span>{whoText(entry)}</span>
            {entry.kind === 'noted' && <span className="meta">{entry.isPublic ? '企业可见' : '内部'}</span>}
          </div>
          <span className="ledger-hash mono">{entry.hash}</span>
          <div className="ledger-words">
            <p className="pre">{wordsOf(entry)}</p>
            <FileList files={entry.files} />
          </div>
        </li>
      ))}
    </ol>
  );
}
