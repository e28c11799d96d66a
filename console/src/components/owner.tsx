import type { Accountable } from '@contract/index';

/** The one accountable person with their body. */
export function Owner({ owner, note }: { owner: Accountable; note?: string }) {
  return (
    <div className="owner">
      <span className="avatar" aria-hidden="true">
        {owner.name.slice(0, 1)}
      </span>
      <div className="cut">
        <div className="strong cut">{owner.name}</div>
        <div className="meta cut" title={owner.organization.name}>
          {owner.organization.shortName}
        </div>
        {note && <div className="meta cut">{note}</div>}
      </div>
    </div>
  );
}
