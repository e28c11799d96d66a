import type { Enterprise, EnterpriseFact, EnterpriseRow, SizeBasis } from '@contract';
import type { EnterpriseSize } from '@contract/enums';
import { reaches } from '../../access/access';
import type { Context } from '../../context';
import { findAccountable } from '../accounts/memberships.service';
import { getOrganization } from '../organizations/organizations.service';
import { regionName } from '../organizations/regions';
import { attributeText, attributes } from './attributes';
import { completenessOf } from './completeness.service';
import type { EnterpriseDoc, Fact } from './enterprises.model';
import { toProfile } from './enterprises.service';
import { factsOf } from './facts';
import { industryName } from './industries';
import { numberIn } from './precedence';
import { explainSize } from './size';

/** An enterprise as a line of an officer's list; the code is masked for who doesn't look after it. */
export function toRow(ctx: Context, doc: EnterpriseDoc): EnterpriseRow {
  const size = factsOf(doc, ctx.now).size?.value as EnterpriseSize | undefined;
  return {
    id: doc._id.toString(),
    name: doc.name,
    creditCode: shownCode(ctx, doc),
    regionName: regionName(doc.regionCode),
    industryName: industryName(doc.industryCode),
    ...(size ? { size } : {}),
    updatedAt: doc.updatedAt.toISOString(),
  };
}

/** The credit code, whole for the enterprise itself and who looks after it, masked for the others. */
export function shownCode(ctx: Context, doc: EnterpriseDoc): string {
  const isOwn = ctx.actor.kind === 'person' && ctx.actor.enterprise?.id === doc._id.toString();
  if (isOwn || reaches(ctx, 'identify', 'enterprise', doc, 'officer')) return doc.creditCode;
  return `${doc.creditCode.slice(0, 8)}******${doc.creditCode.slice(-4)}`;
}

/** An enterprise with its facts, how its size comes about, and what its missing fields would unlock. */
export async function toEnterprise(ctx: Context, doc: EnterpriseDoc): Promise<Enterprise> {
  const profile = toProfile(doc, ctx.now);
  const [completeness, officer] = await Promise.all([
    completenessOf(profile, ctx.now),
    findAccountable(profile.deskOrganizationId, { at: ctx.now }),
  ]);
  const office = officer && (await getOrganization(officer.organizationId));
  const size = profile.facts.size?.value as EnterpriseSize | undefined;
  return {
    id: profile.id,
    name: doc.name,
    creditCode: shownCode(ctx, doc),
    regionCode: doc.regionCode,
    regionName: regionName(doc.regionCode),
    industryCode: doc.industryCode,
    industryName: industryName(doc.industryCode),
    ...(size ? { size } : {}),
    sizeBasis: toSizeBasis(doc),
    ...(doc.address ? { address: doc.address } : {}),
    ...(doc.foundedOn ? { foundedOn: doc.foundedOn } : {}),
    ...(doc.products ? { products: doc.products } : {}),
    facts: Object.keys(attributes).flatMap((key) => {
      const fact = profile.facts[key];
      return fact ? [toFact(key, fact, doc.others?.[key])] : [];
    }),
    ...(reaches(ctx, 'verify', 'enterprise', doc, 'officer') ? { canVerify: true } : {}),
    completeness,
    ...(officer && office
      ? {
          serviceOfficer: {
            name: officer.name,
            organizationName: office.name,
            ...(office.phone ? { phone: office.phone } : {}),
          },
        }
      : {}),
  };
}

function toFact(key: string, fact: Fact, other: Fact | undefined): EnterpriseFact {
  const shown = ({ value, source, asOf }: Fact) => ({
    value,
    text: attributeText(key, value),
    origin: { source, asOf },
  });
  return {
    attribute: key,
    label: attributes[key]?.label ?? key,
    ...shown(fact),
    ...(other ? { other: shown(other) } : {}),
  };
}

function toSizeBasis({ industryCode, facts }: EnterpriseDoc): SizeBasis {
  const basis = explainSize({
    industryCode,
    employees: numberIn(facts.employees),
    revenueFen: numberIn(facts.revenueFen),
    assetsFen: numberIn(facts.assetsFen),
  });
  if (!('figures' in basis)) return { state: basis.state, figures: [] };
  return {
    state: basis.state,
    ruleName: basis.ruleName,
    figures: basis.figures.map(({ attribute, alone, decides, nextLimit }) => {
      const fact = facts[attribute];
      return {
        attribute,
        label: attributes[attribute]?.label ?? attribute,
        ...(fact ? { text: attributeText(attribute, fact.value) } : {}),
        ...(alone ? { alone } : {}),
        decides,
        ...(nextLimit === undefined ? {} : { nextText: attributeText(attribute, nextLimit) }),
      };
    }),
  };
}
