import type { Types } from 'mongoose';
import type { Level, PolicyKind, PolicyStatus, PolicyTopic } from '@contract/enums';
import type { PolicyItem } from '@contract/policies';
import { createTextIndex, type TextIndex } from '../../search/text-index';
import { PolicyModel, type PolicyDoc } from './policies.model';
import { bodyText } from './policy-body';

/** What stands in memory of a published policy. */
export interface CataloguedPolicy {
  id: string;
  title: string;
  kind: PolicyKind;
  level: Level;
  regionCode: string;
  topics: PolicyTopic[];
  status: PolicyStatus;
  issuedOn?: string;
  validUntil?: string;
  items: PolicyItem[];
  changeNumber: number;
}

export interface Catalogue {
  index: TextIndex;
  policies: ReadonlyMap<string, CataloguedPolicy>;
}

/** Changes looked at again with every poll: a write that took its number early may become visible late. */
const overlap = 200;
/** Another process's change is seen after at most this long; one's own is seen at once. */
const pollMs = 500;
const loadBatch = 200;

const index = createTextIndex();
const policies = new Map<string, CataloguedPolicy>();
/** Change number that each known policy, published or not, had when it was last read. */
const seen = new Map<string, number>();
let lastNumber = 0;
let isDirty = true;
let polledAt = -Infinity;
let polling: Promise<void> | undefined;

/** The published policies of this process, up to date with the database. */
export async function readCatalogue(): Promise<Catalogue> {
  // A monotonic stopwatch, not the product's time, which a demonstration may move.
  while (isDirty || performance.now() - polledAt > pollMs) {
    polling ??= poll().finally(() => {
      polling = undefined;
    });
    await polling;
  }
  return { index, policies };
}

/** Tells that this process has changed a policy: the next reader sees it. */
export function touchCatalogue(): void {
  isDirty = true;
}

async function poll(): Promise<void> {
  isDirty = false;
  try {
    const changed = await PolicyModel.find(
      { changeNumber: { $gt: lastNumber - overlap } },
      { changeNumber: 1 },
    ).lean();
    const ids = changed.flatMap(({ _id, changeNumber }) =>
      seen.get(_id.toString()) === changeNumber ? [] : [_id],
    );
    for (let start = 0; start < ids.length; start += loadBatch)
      await load(ids.slice(start, start + loadBatch));
    polledAt = performance.now();
  } catch (error) {
    isDirty = true;
    throw error;
  }
}

async function load(ids: Types.ObjectId[]): Promise<void> {
  for (const doc of await PolicyModel.find({ _id: { $in: ids } }).lean()) {
    const id = doc._id.toString();
    seen.set(id, doc.changeNumber);
    lastNumber = Math.max(lastNumber, doc.changeNumber);
    if (doc.status === 'draft') {
      policies.delete(id);
      index.remove(id);
      continue;
    }
    policies.set(id, toCatalogued(doc));
    index.add(id, [
      // A 文号 or a word of the title says more than the same word somewhere in the body.
      { text: doc.docNo ?? '', weight: 8 },
      { text: doc.title, weight: 6 },
      { text: doc.items.map(({ title, benefit }) => `${title} ${benefit}`).join('\n'), weight: 3 },
      { text: `${doc.issuer} ${doc.reading ?? ''}`, weight: 2 },
      { text: bodyText(doc.bodyHtml), weight: 1 },
    ]);
  }
}

function toCatalogued(doc: PolicyDoc): CataloguedPolicy {
  return {
    id: doc._id.toString(),
    title: doc.title,
    kind: doc.kind,
    level: doc.level,
    regionCode: doc.regionCode,
    topics: doc.topics,
    status: doc.status,
    ...(doc.issuedOn ? { issuedOn: doc.issuedOn } : {}),
    ...(doc.validUntil ? { validUntil: doc.validUntil } : {}),
    items: doc.items,
    changeNumber: doc.changeNumber,
  };
}
