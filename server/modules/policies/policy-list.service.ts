import type { Query } from '@contract';
import type { PolicyRow } from '@contract/policies';
import type { Context } from '../../context';
import { highlight, type Piece } from '../../search/highlight';
import { segment } from '../../search/segment';
import { synonyms } from '../../search/synonyms';
import { dayOf } from '../issues/calendar';
import { isWithin } from '../organizations/regions';
import { readCatalogue, type CataloguedPolicy } from './catalogue';
import { readCursor, writeCursor } from './cursors';
import { PolicyModel, type PolicyDoc } from './policies.model';
import { bodyText } from './policy-body';
import { latestFirst } from './policy-holding.service';
import { statusOn } from './policy-status';
import { toPolicyRow } from './policy-view';

/** Synonyms that are named to the reader. */
const mostSynonyms = 6;

/**
 * Published policies: by words or a 文号 the best first, with the passage found, and
 * what means the same is found too unless `exact` is asked; else the latest issued first. A region
 * stands for what holds there and in its parts.
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export async function listPolicies(
  ctx: Context,
  query: Query<'GET /policies'>,
): Promise<{ items: PolicyRow[]; next?: string; total: number; alsoSearched?: string[] }> {
  const today = dayOf(ctx.now);
  const limit = query.limit ?? 20;
  const words = query.q?.trim();
  const also = words && query.exact !== true ? synonyms.alsoMeant(words) : [];
  const { index, policies } = await readCatalogue();
  const passes = (policy: CataloguedPolicy) => fits(policy, query, today);
  let ids: string[];
  let total: number;
  let next: string | undefined;
  if (words) {
    // Scores move with every new document: a place in the list is as good a cursor as a score.
    const offset = Math.max(0, Math.trunc(Number(readCursor(query.cursor, 1)?.[0] ?? 0)) || 0);
    const found = index.find(query.exact === true ? segment(words) : synonyms.terms(words), {
      limit,
      offset,
      filter: (id) => {
        const policy = policies.get(id);
        return policy !== undefined && passes(policy);
      },
    });
    ids = found.hits.map(({ id }) => id);
    total = found.total;
    if (offset + limit < total) next = writeCursor([offset + limit]);
  } else {
    const after = readCursor(query.cursor, 2);
    const all = [...policies.values()].filter(passes).sort(latestFirst);
    const rest = after
      ? all.filter((policy) => latestFirst(policy, { issuedOn: String(after[0]), id: String(after[1]) }) > 0)
      : all;
    ids = rest.slice(0, limit).map(({ id }) => id);
    total = all.length;
    const last = rest[limit - 1];
    if (rest.length > limit && last) next = writeCursor([last.issuedOn ?? '', last.id]);
  }
  const docs = await PolicyModel.find({ _id: { $in: ids } }).lean();
  const byId = new Map(docs.map((doc) => [doc._id.toString(), doc]));
  const items = ids.flatMap((id) => {
    const doc = byId.get(id);
    if (!doc) return [];
    const passage = words ? passageOf(doc, words, also) : null;
    return [{ ...toPolicyRow(doc, today), ...(passage ? { highlight: passage } : {}) }];
  });
  return {
    items,
    total,
    ...(next ? { next } : {}),
    ...(also.length > 0 ? { alsoSearched: also.slice(0, mostSynonyms) } : {}),
  };
}

function fits(policy: CataloguedPolicy, query: Query<'GET /policies'>, today: string): boolean {
  const { topic, level, regionCode, kind, status } = query;
  return (
    (topic === undefined || policy.topics.includes(topic)) &&
    (level === undefined || policy.level === level) &&
    (kind === undefined || policy.kind === kind) &&
    // What was withdrawn is found by its address, or by asking for it.
    (status === undefined ? policy.status !== 'withdrawn' : statusOn(policy, today) === status) &&
    (regionCode === undefined ||
      isWithin(regionCode, policy.regionCode) ||
      isWithin(policy.regionCode, regionCode))
  );
}

/** The passage that answers the search: what an item gives, the reading or the body, whichever holds a word first. */
function passageOf(doc: PolicyDoc, words: string, also: readonly string[]): Piece[] | null {
  const texts = [
    ...doc.items.map(({ title, benefit }) => `${title}：${benefit}`),
    ...(doc.reading ? [doc.reading] : []),
    bodyText(doc.bodyHtml).replace(/\n/g, ' '),
    `${doc.title} ${doc.docNo ?? ''}`,
  ];
  for (const text of texts) {
    const pieces = highlight(text, words, { also });
    if (pieces) return pieces;
  }
  return null;
}
