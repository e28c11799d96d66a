import { Types } from 'mongoose';
import { dayOf } from '../issues/calendar';
import type { EnterpriseDoc, Fact } from './enterprises.model';
import type { ImportedEnterprise } from './import-row';
import { applyFacts, storedSize, type FactBook } from './precedence';
import type { StatementDoc } from './statements.model';
import type { FactValue } from './attributes';

/** The desk of a region, with everything above it. */
export interface Placement {
  deskOrganizationId: Types.ObjectId;
  scope: Types.ObjectId[];
}

/** What a good row makes of the register. */
export type RowEffect =
  | { kind: 'added'; doc: EnterpriseDoc; values: StatementDoc['values'] }
  | { kind: 'updated'; id: Types.ObjectId; set: Partial<EnterpriseDoc>; values: StatementDoc['values'] }
  | { kind: 'unchanged' };

/**
 * What a row makes of an enterprise. Facts follow the order of sources; name, place and the rest of the registration
 * are taken unless the register holds something later; on the same day the enterprise's own word stands.
 */
export function effectOf(
  row: ImportedEnterprise,
  before: EnterpriseDoc | undefined,
  placement: Placement,
  now: Date,
): RowEffect {
  const values = valuesOf(row, before);
  const facts = Object.fromEntries(
    Object.entries(values).map(([key, value]): [string, Fact] => [
      key,
      { value, source: 'imported', asOf: row.asOf },
    ]),
  );
  const registration = registrationOf(row);
  if (!before) {
    const book: FactBook = { industryCode: row.industryCode, facts };
    return {
      kind: 'added',
      values,
      doc: {
        _id: new Types.ObjectId(),
        ...registration,
        creditCode: row.creditCode,
        ...placement,
        registrationSource: 'imported',
        registeredAsOf: row.asOf,
        facts,
        size: storedSize(book),
        createdAt: now,
        updatedAt: now,
      },
    };
  }
  const isLater = row.asOf >= (before.registeredAsOf ?? dayOf(before.createdAt));
  const changed = isLater ? changedIn(registration, before, row.asOf) : {};
  const moves = changed.regionCode !== undefined;
  const industryCode = changed.industryCode ?? before.industryCode;
  const book = applyFacts({ ...before, industryCode }, facts);
  if (Object.keys(changed).length === 0 && !book) return { kind: 'unchanged' };
  return {
    kind: 'updated',
    id: before._id,
    values,
    set: {
      ...changed,
      ...(Object.keys(changed).length > 0
        ? { registrationSource: 'imported', registeredAsOf: row.asOf }
        : {}),
      ...(moves ? placement : {}),
      ...(book ? { facts: book.facts, ...(book.others ? { others: book.others } : {}) } : {}),
      size: storedSize({ industryCode, facts: book?.facts ?? before.facts }),
      updatedAt: now,
    },
  };
}

type Registration = Pick<
  EnterpriseDoc,
  'name' | 'regionCode' | 'industryCode' | 'address' | 'foundedOn' | 'products'
>;

function registrationOf(row: ImportedEnterprise): Registration {
  const { name, regionCode, industryCode, address, foundedOn, products } = row;
  return {
    name,
    regionCode,
    industryCode,
    ...(address ? { address } : {}),
    ...(foundedOn ? { foundedOn } : {}),
    ...(products ? { products } : {}),
  };
}

function changedIn(registration: Registration, before: EnterpriseDoc, asOf: string): Partial<Registration> {
  const writtenOn: Partial<Record<string, string>> = before.writtenOn ?? {};
  return Object.fromEntries(
    Object.entries(registration).filter(
      ([key, value]) => before[key as keyof Registration] !== value && !((writtenOn[key] ?? '') >= asOf),
    ),
  );
}

/** The facts a row tells; honours told one by one are added to, or taken from, those that stand. */
function valuesOf(row: ImportedEnterprise, before: EnterpriseDoc | undefined): Record<string, FactValue> {
  const told = Object.entries(row.honours);
  if (told.length === 0) return row.facts;
  const standing = row.facts.honours ?? before?.facts.honours?.value;
  const held = Array.isArray(standing) ? standing : undefined;
  const gained = told.filter(([, has]) => has).map(([honour]) => honour);
  // Not having one honour says nothing of the others: where none is known, that alone makes no list.
  if (!held && gained.length === 0) return row.facts;
  const kept = (held ?? []).filter((honour) => row.honours[honour] !== false);
  return { ...row.facts, honours: [...kept, ...gained.filter((honour) => !kept.includes(honour))] };
}
