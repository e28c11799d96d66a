import { isDeepStrictEqual } from 'node:util';
import type { PolicyDoc } from './policies.model';

/** What a version keeps of a policy: all that its editor writes. */
export type PolicyContent = Pick<
  PolicyDoc,
  | 'title'
  | 'docNo'
  | 'kind'
  | 'issuer'
  | 'level'
  | 'regionCode'
  | 'issuedOn'
  | 'effectiveOn'
  | 'validUntil'
  | 'topics'
  | 'reading'
  | 'bodyHtml'
  | 'items'
>;

/** The content of a policy, without what isn't there. */
export function contentOf(policy: {
  [K in keyof PolicyContent]: PolicyContent[K] | undefined;
}): PolicyContent {
  const { title, docNo, kind, issuer, level, regionCode, issuedOn, effectiveOn, validUntil } = policy;
  const { topics, reading, bodyHtml, items } = policy;
  return JSON.parse(
    JSON.stringify({
      ...{ title, docNo, kind, issuer, level, regionCode, issuedOn, effectiveOn, validUntil },
      ...{ topics, reading, bodyHtml, items },
    }),
  ) as PolicyContent;
}

/** Whether two contents say the same. */
export function isSameContent(one: PolicyContent, other: PolicyContent): boolean {
  return isDeepStrictEqual(one, other);
}
