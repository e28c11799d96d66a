import { Types } from 'mongoose';
import type { Level, PolicyKind, PolicyStatus, PolicyTopic } from '@contract/enums';
import type { PolicyItem } from '@contract/policies';
import { follow } from '../../search/follower';
import { synonyms } from '../../search/synonyms';
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
  effectiveOn?: string;
  validUntil?: string;
  items: PolicyItem[];
  changeNumber: number;
}

export interface Catalogue {
  index: TextIndex;
  policies: ReadonlyMap<string, CataloguedPolicy>;
}

/** Documents read in one go. */
const loadBatch = 200;

const index = createTextIndex(synonyms.terms);
const policies = new Map<string, CataloguedPolicy>();
/** Change number that each known policy, published or not, had when it was last read. */
const seen = new Map<string, number>();

const follower = follow({
  knownNumber: (id) => seen.get(id),
  get knownCount() {
    return seen.size;
  },
  count: () => PolicyModel.estimatedDocumentCount(),
  async changedAbove(number) {
    const found = await PolicyModel.find({ changeNumber: { $gt: number } }, { changeNumber: 1 }).lean();
    return found.map(({ _id, changeNumber }) => ({ id: _id.toString(), changeNumber }));
  },
  load: (ids) => load(ids.map((id) => new Types.ObjectId(id))),
  async loadAll() {
    const ids = (await PolicyModel.find({}, { _id: 1 }).lean()).map(({ _id }) => _id);
    for (let start = 0; start < ids.length; start += loadBatch)
      await load(ids.slice(start, start + loadBatch));
    return [...seen.values()].reduce((most, number) => Math.max(most, number), 0);
  },
  async forgetGone() {
    const present = new Set((await PolicyModel.find({}, { _id: 1 }).lean()).map(({ _id }) => _id.toString()));
    for (const id of seen.keys()) if (!present.has(id)) forget(id);
  },
});

/** The published policies of this process, up to date with the database: others' changes within half a second. */
export async function readCatalogue(): Promise<Catalogue> {
  await follower.catchUp();
  return { index, policies };
}

/** Tells that this process has changed a policy: the next reader sees it. */
export function touchCatalogue(): void {
  follower.touch();
}

function forget(id: string): void {
  seen.delete(id);
  policies.delete(id);
  index.remove(id);
}

async function load(ids: Types.ObjectId[]): Promise<void> {
  for (const doc of await PolicyModel.find({ _id: { $in: ids } }).lean()) {
    const id = doc._id.toString();
    seen.set(id, doc.changeNumber);
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
    ...(doc.effectiveOn ? { effectiveOn: doc.effectiveOn } : {}),
    ...(doc.validUntil ? { validUntil: doc.validUntil } : {}),
    items: doc.items,
    changeNumber: doc.changeNumber,
  };
}
