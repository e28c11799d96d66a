import type { ClientSession } from 'mongoose';
import type { PolicyDifference, PolicyVersion } from '@contract/policy-versions';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { contentOf, type PolicyContent } from './policy-content';
import { differenceOf } from './policy-difference';
import type { PolicyDoc } from './policies.model';
import { findReadable } from './policy-reading.service';
import { PolicyVersionModel } from './policy-versions.model';

/**
 * Versions of a published policy, the first one first; none of a draft.
 * @throws NOT_FOUND when there is no policy, or a draft isn't the caller's
 */
export async function listVersions(ctx: Context, id: string): Promise<PolicyVersion[]> {
  const policy = await findReadable(ctx, id);
  if (policy.status === 'draft') return [];
  const stored = await PolicyVersionModel.find({ policyId: policy._id }, { content: 0 })
    .sort({ number: 1 })
    .lean();
  if (stored.length === 0) return [{ number: 1, at: publishedAt(policy).toISOString() }];
  return stored.map(({ number, at, note }) => ({ number, at: at.toISOString(), ...(note ? { note } : {}) }));
}

/**
 * What a version changed of the one before it, the latest where none is named; nothing where it is the first.
 * @throws NOT_FOUND when there is no policy or no such version, or a draft isn't the caller's
 */
export async function readDifference(ctx: Context, id: string, to?: number): Promise<PolicyDifference> {
  const policy = await findReadable(ctx, id);
  const number = to ?? policy.version ?? 1;
  if (number > (policy.version ?? 1)) throw new AppError('NOT_FOUND');
  if (number === 1) return { to: 1, fields: [], rows: [] };
  const versions = await PolicyVersionModel.find({
    policyId: policy._id,
    number: { $in: [number - 1, number] },
  })
    .sort({ number: 1 })
    .lean();
  const [before, after] = versions;
  if (!before || !after) throw new AppError('NOT_FOUND');
  return { to: number, ...differenceOf(before.content, after.content) };
}

/**
 * Keeps what a correction of a published policy makes of it, and at the first one what it made it of; gives the number
 * of the new version.
 */
export async function keepVersion(
  policy: PolicyDoc,
  content: PolicyContent,
  { at, note }: { at: Date; note?: string },
  session: ClientSession,
): Promise<number> {
  const before = policy.version ?? 1;
  const first = { policyId: policy._id, number: 1, at: publishedAt(policy), content: contentOf(policy) };
  const next = { policyId: policy._id, number: before + 1, at, ...(note ? { note } : {}), content };
  await PolicyVersionModel.insertMany(policy.version === undefined ? [first, next] : [next], { session });
  return before + 1;
}

function publishedAt({ publishedAt: at, createdAt }: PolicyDoc): Date {
  return at ?? createdAt;
}
