import type { LedgerEntry } from '@contract/index';
import { ledgerKindText } from '../../format/texts';
import { shortMoment } from '../../format/time';
import { FileList } from './file-list';

const tone = (kind: LedgerEntry['kind']) =>
  kind === 'returned' || kind === 'disputed'
    ? 'ledger-number-back'
    : kind === 'dispatched'
      ? 'ledger-number-sent'
      : '';

/** The append-only ledger, newest on top, each entry with the head of its chain hash. */
export function Ledger({ entries }: { entries: LedgerEntry[] }) {
  return (
    <ol className="ledger" reversed>
      {[...entries].reverse().map((entry) => (
        <li key={entry.sequence}>
          <span className={`ledger-number ${tone(entry.kind)}`}>{entry.sequence}</span>
          <span className="meta">{shortMoment(entry.at)}</span>
          <div>
            <span className="strong">{ledgerKindText[entry.kind]}</span>
            {'　'}
            {entry.actorName}
            {entry.actorOrganization ? `，${entry.actorOrganization}` : ''}
            {entry.to ? ` → ${entry.to}` : ''}
            {entry.noticeNumber && <div className="meta">{entry.noticeNumber}</div>}
            {entry.note && <div style={{ color: 'var(--ink-2)', whiteSpace: 'pre-wrap' }}>{entry.note}</div>}
            <FileList files={entry.files} />
          </div>
          <span className="mono meta">{entry.hash}</span>
        </li>
      ))}
    </ol>
  );
}
