import { type Types } from 'mongoose';
import type { Subject } from './grants';

/** A MongoDB condition that narrows a query to the records a grant reaches. */
export type Condition = Record<string, unknown>;

const inScope = (bodies: Types.ObjectId[]): Condition => ({ scope: { $in: bodies } });
const ofEnterprise = (enterprise: Types.ObjectId): Condition => ({ enterpriseId: enterprise });
const ofPerson = (person: Types.ObjectId): Condition => ({ personId: person });

interface Reach {
  bodies(bodies: Types.ObjectId[]): Condition;
  enterprise(enterprise: Types.ObjectId): Condition;
  person(person: Types.ObjectId): Condition;
}

/** Records say themselves whom they belong to: in `scope`, `enterpriseId` and `personId` where nothing else is named. */
const usual: Reach = { bodies: inScope, enterprise: ofEnterprise, person: ofPerson };

/** Subjects whose records say it in other fields. */
const special: { [S in Subject]?: Partial<Reach> } = {
  enterprise: { enterprise: (enterprise) => ({ _id: enterprise }) },
};

/** How far a grant reaches into the records of a subject. */
export function reachOf(subject: Subject): Reach {
  return { ...usual, ...special[subject] };
}
