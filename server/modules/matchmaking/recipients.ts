import type { Types } from 'mongoose';
import { membersOfEnterprises } from '../accounts/memberships.service';

/** Who hears for an enterprise: the person who acted, while still a member; else all its members. */
export async function recipients(enterpriseId: Types.ObjectId, personId: Types.ObjectId): Promise<string[]> {
  const members = (await membersOfEnterprises([enterpriseId.toHexString()])).map((member) => member.personId);
  const acting = personId.toHexString();
  return members.includes(acting) ? [acting] : members;
}
