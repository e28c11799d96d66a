import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import type { Issue, OpenIssueBody } from '@contract/issues';
import { requireEnterprise, requirePerson, type Context } from '../../context';
import { nextNumber } from '../../database/counters';
import { AppError, isDuplicateKey } from '../../errors';
import { accountableOfficer } from '../accounts/memberships.service';
import { getPerson, sealPhone } from '../accounts/people.service';
import { requirePrivacyConsent } from '../accounts/privacy-consents.service';
import { maskPhone } from '../accounts/phone';
import { enterpriseHeads } from '../enterprises/enterprises.service';
import { attachFiles } from '../files/files.service';
import { getOrganization } from '../organizations/organizations.service';
import { cityOf } from '../organizations/regions';
import { getPolicy } from '../policies/policies.service';
import { dayOf } from './calendar';
import { answerDueAt, signDueAt } from './deadline';
import { announced, asEnterprise, describeIssue, toLedgerBody, toParty } from './issue-access.service';
import { IssueModel, type IssueDoc } from './issues.model';
import { canonicalJson } from './ledger';
import { openLedger } from './ledger.service';
import { titleOf } from './wording';

/**
 * Raises an issue for the caller's enterprise: numbered, with the desk's officer accountable from this instant and the
 * limits of its kind running. The same nonce gives the same issue again.
 * @throws NOT_BOUND when the caller acts for no enterprise
 * @throws CONSENT_REQUIRED when a number is left and the caller hasn't agreed to the current privacy text
 * @throws IDEMPOTENCY_KEY_REUSED when the nonce stands for other content
 * @throws NOT_FOUND when a file isn't the caller's unattached upload, or the policy asked about isn't published
 * @throws FILE_LIMIT_REACHED when there are more than nine files
 */
export async function openIssue(ctx: Context, body: OpenIssueBody): Promise<Issue> {
  const enterpriseId = requireEnterprise(ctx).id;
  const requestHash = createHash('sha256').update(canonicalJson(body)).digest('hex');
  const existing = await IssueModel.findOne({ enterpriseId, nonce: body.nonce }).lean();
  if (existing) return describeSame(ctx, existing, requestHash);
  if (body.contactPhone) await requirePrivacyConsent(ctx);

  const head = (await enterpriseHeads([enterpriseId])).get(enterpriseId);
  if (!head) throw new AppError('NOT_FOUND');
  if (body.policyId) await getPolicy(ctx, body.policyId);
  const [desk, accountable, number] = await Promise.all([
    getOrganization(head.deskOrganizationId),
    accountableOfficer(head.deskOrganizationId, { at: ctx.now }).then(toParty),
    nextIssueNumber(ctx.now),
  ]);
  const draft = {
    _id: new Types.ObjectId(),
    number,
    nonce: body.nonce,
    requestHash,
    enterpriseId: new Types.ObjectId(enterpriseId),
    enterpriseName: head.name,
    regionCode: head.regionCode,
    cityCode: cityOf(head.regionCode) ?? head.regionCode,
    isNameHidden: body.isNameHidden ?? false,
    ...(await contactOf(ctx, body)),
    ...(body.policyId ? { policyId: new Types.ObjectId(body.policyId) } : {}),
  };
  const text = body.body.trim();
  try {
    const written = await openLedger(
      ctx,
      draft,
      asEnterprise(ctx),
      {
        kind: 'submitted',
        number,
        enterpriseId,
        issueKind: body.kind,
        field: body.field,
        source: body.policyId ? 'policy-question' : 'mini-program',
        title: body.title?.trim() || titleOf(text),
        text,
        fileIds: body.fileIds ?? [],
        desk: toLedgerBody(desk),
        accountable,
        signDueAt: signDueAt(ctx.now).toISOString(),
        answerDueAt: answerDueAt(body.kind, ctx.now).toISOString(),
      },
      async (session, { scope }) => {
        if (!body.fileIds?.length) return;
        const subject = { kind: 'issue' as const, id: draft._id.toHexString() };
        await attachFiles(ctx, body.fileIds, { subject, enterpriseId, scope }, session);
      },
    );
    return await announced(ctx, written);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // The same submission came twice at once: whoever was second gets the first one's issue.
    const first = await IssueModel.findOne({ enterpriseId, nonce: body.nonce }).lean();
    if (!first) throw error;
    return describeSame(ctx, first, requestHash);
  }
}

async function describeSame(ctx: Context, issue: IssueDoc, requestHash: string): Promise<Issue> {
  if (issue.requestHash !== requestHash) throw new AppError('IDEMPOTENCY_KEY_REUSED');
  return describeIssue(ctx, issue);
}

async function nextIssueNumber(now: Date): Promise<string> {
  const year = dayOf(now).slice(0, 4);
  return `${year}-${String(await nextNumber(`issues:${year}`)).padStart(6, '0')}`;
}

/** Whom to call: as named, else whoever submits, under the phone they gave or their own. */
async function contactOf(ctx: Context, body: OpenIssueBody) {
  const { personId, name } = requirePerson(ctx);
  const contact = {
    contactName: body.contactName?.trim() ?? name,
    contactPersonId: new Types.ObjectId(personId),
  };
  if (body.contactPhone) {
    return {
      ...contact,
      contactPhone: sealPhone(ctx, body.contactPhone),
      maskedContactPhone: maskPhone(body.contactPhone),
    };
  }
  const { maskedPhone } = await getPerson(ctx, personId);
  return { ...contact, ...(maskedPhone ? { maskedContactPhone: maskedPhone } : {}) };
}
