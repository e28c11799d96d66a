import { accessible, isAble } from '../../access/access';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { PolicyModel, type PolicyDoc } from './policies.model';

/**
 * The stored policy, where it is published; a draft too for editors of its body and of the bodies above.
 * @throws NOT_FOUND when there is none, or a draft isn't the caller's
 */
export async function findReadable(ctx: Context, id: string): Promise<PolicyDoc> {
  const doc = await PolicyModel.findOne({
    _id: id,
    $or: [
      { status: { $ne: 'draft' } },
      ...(isAble(ctx, 'read', 'policy') ? [accessible(ctx, 'read', 'policy')] : []),
    ],
  }).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  return doc;
}
