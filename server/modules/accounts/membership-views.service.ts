import type { Colleague, EnterpriseMember, EnterpriseMembership } from '@contract';
import type { MembershipStatus } from '@contract/enums';
import { requirePerson, type Context } from '../../context';
import { enterpriseHeads } from '../enterprises/enterprises.service';
import { MembershipModel, type MembershipDoc } from './memberships.model';
import { nameMap, people } from './people.service';

/** Memberships in the shape of the wire, with what the registration says of each enterprise. */
export async function toMemberships(docs: MembershipDoc[]): Promise<EnterpriseMembership[]> {
  const [heads, offerers] = await Promise.all([
    enterpriseHeads(docs.map((doc) => doc.enterpriseId)),
    nameMap(docs.flatMap(({ handover }) => handover?.fromPersonId ?? [])),
  ]);
  return docs.flatMap((doc) => {
    const head = heads.get(doc.enterpriseId.toString());
    return head
      ? [
          {
            id: doc._id.toString(),
            enterpriseId: head.id,
            enterpriseName: head.name,
            creditCode: head.creditCode,
            regionName: head.regionName,
            industryName: head.industryName,
            role: doc.role,
            status: doc.status,
            ...(doc.status === 'refused' && doc.refusalReason ? { refusalReason: doc.refusalReason } : {}),
            ...(doc.handover
              ? {
                  handover: {
                    fromName: offerers.get(doc.handover.fromPersonId.toString()) ?? '',
                    offeredAt: doc.handover.offeredAt.toISOString(),
                  },
                }
              : {}),
          },
        ]
      : [];
  });
}

/** Memberships as colleagues and the desk see them: the person's name and masked phone. */
export async function toColleagues(ctx: Context, docs: MembershipDoc[]): Promise<Colleague[]> {
  const persons = await people(
    ctx,
    docs.map((doc) => doc.personId),
  );
  const me = requirePerson(ctx).personId;
  return docs.map((doc) => {
    const person = persons.get(doc.personId.toString());
    return {
      membershipId: doc._id.toString(),
      name: person?.name ?? '',
      ...(person?.maskedPhone ? { maskedPhone: person.maskedPhone } : {}),
      role: doc.role,
      status: doc.status,
      isMe: doc.personId.equals(me),
      isOfferedAdministration: doc.handover !== undefined,
    };
  });
}

/** Active members as the desk sees them: the name, the masked phone, and since when they act for the enterprise. */
export async function toMembers(ctx: Context, docs: MembershipDoc[]): Promise<EnterpriseMember[]> {
  const persons = await people(
    ctx,
    docs.map((doc) => doc.personId),
  );
  return docs.map((doc) => {
    const person = persons.get(doc.personId.toString());
    return {
      membershipId: doc._id.toString(),
      name: person?.name ?? '',
      ...(person?.maskedPhone ? { maskedPhone: person.maskedPhone } : {}),
      role: doc.role,
      since: (doc.decidedAt ?? doc.requestedAt).toISOString(),
    };
  });
}

/** What a stranger may learn of an enterprise's people: an administrator, how many they are, where the stranger stands. */
export async function membershipView(
  enterpriseId: string,
  personId: string,
): Promise<{ adminName?: string; memberCount: number; own?: MembershipStatus }> {
  const [active, own] = await Promise.all([
    MembershipModel.find({ enterpriseId, status: 'active' }, { personId: 1, role: 1 })
      .sort({ _id: 1 })
      .lean(),
    MembershipModel.findOne({ enterpriseId, personId }, { status: 1 }).lean(),
  ]);
  const admin = active.find(({ role }) => role === 'admin');
  const adminName = admin && (await nameMap([admin.personId])).get(admin.personId.toString());
  return {
    ...(adminName ? { adminName } : {}),
    memberCount: active.length,
    ...(own ? { own: own.status } : {}),
  };
}
