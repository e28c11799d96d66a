import type { Types } from 'mongoose';
import type { Action, Subject } from './grants';

/** A MongoDB condition that narrows a query to the records a grant reaches. */
export type Condition = Record<string, unknown>;

/** Conditions of which one suffices. Each is plain: fields by value, `$in` or `$exists`, that CASL judges as MongoDB does. */
type Conditions = readonly [Condition, ...Condition[]];

interface Reach {
  bodies(bodies: Types.ObjectId[], action: Action): Conditions;
  enterprise(enterprise: Types.ObjectId, action: Action): Conditions;
  person(person: Types.ObjectId, action: Action): Conditions;
}

/** Records say themselves whom they belong to: in `scope`, `enterpriseId` and `personId` where nothing else is named. */
const usual: Reach = {
  bodies: (bodies) => [{ scope: { $in: bodies } }],
  enterprise: (enterprise) => [{ enterpriseId: enterprise }],
  person: (person) => [{ personId: person }],
};

/** A body's subtree, for what is asked of the body itself. */
const bodiesWithin: Partial<Reach> = {
  bodies: (bodies) => [{ _id: { $in: bodies } }, { ancestorIds: { $in: bodies } }],
};

/** Subjects whose records say it in other fields. */
const special: { [S in Subject]?: Partial<Reach> } = {
  'association-member': bodiesWithin,
  // What has been sent is public; what one enterprise has had of it is a delivery.
  briefing: { enterprise: () => [{ status: 'sent' }] },
  enterprise: { enterprise: (enterprise) => [{ _id: enterprise }] },
  // What nothing refers to yet is its uploader's alone; from then on a file belongs to its record.
  file: { person: (person) => [{ uploaderId: person, subject: { $exists: false } }] },
  introduction: {
    // Both sides see it; only the owner of the listing decides.
    enterprise: (enterprise, action) =>
      action === 'decide'
        ? [{ ownerEnterpriseId: enterprise }]
        : [{ ownerEnterpriseId: enterprise }, { enterpriseId: enterprise }],
  },
  organization: bodiesWithin,
  responsibility: bodiesWithin,
};

/** How far a grant reaches into the records of a subject. */
export function reachOf(subject: Subject): Reach {
  return { ...usual, ...special[subject] };
}
