import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { accessibleBy } from '@casl/mongoose';
import { Types } from 'mongoose';
import type { Actor, Context, PersonActor } from '../context';
import { AppError } from '../errors';
import {
  enterpriseGrants,
  officerGrants,
  personGrants,
  rolesFor,
  type Action,
  type Grants,
  type Subject,
} from './grants';
import { reachOf, type Condition } from './reach';

export { rolesFor } from './grants';

type Ability = MongoAbility<[Action, Subject | object]>;
type Rule = RawRuleOf<Ability>;

/** In which of their capacities somebody asks: as themselves, for their enterprise, or in their offices. */
export type Capacity = 'self' | 'enterprise' | 'officer';

/** Whether the caller may do this to some record of the subject at all. */
export function isAble(ctx: Context, action: Action, subject: Subject, as?: Capacity): boolean {
  return abilityOf(ctx.actor, as).can(action, subject);
}

/** Whether the caller may do this to a record that is read already; what a query can find, `accessible` finds. */
export function reaches(
  ctx: Context,
  action: Action,
  subject: Subject,
  record: object,
  as?: Capacity,
): boolean {
  return abilityOf(ctx.actor, as)
    .rulesFor(action, subject)
    .some((rule) => rule.matchesConditions(record));
}

/**
 * The condition that narrows a query to the records to which the caller may do this; in one capacity only where one is
 * named. Combine it by `$and` with what else the query asks, never by spreading: both may hold the same field.
 * @throws NOT_SIGNED_IN when a guest asks
 * @throws NOT_BOUND when only enterprises may, and the person acts for none
 * @throws FORBIDDEN when none of the caller's roles allows it
 */
export function accessible(ctx: Context, action: Action, subject: Subject, as?: Capacity): Condition {
  requireAble(ctx.actor, action, subject, as);
  const condition = accessibleBy(abilityOf(ctx.actor, as), action).ofType(subject);
  // A lone branch stands for itself: the fewer branches, the simpler the plan.
  const branches = condition.$or;
  return Array.isArray(branches) && branches.length === 1 ? (branches[0] as Condition) : condition;
}

/**
 * The same for what the product does itself as well, such as founding an installation: nothing narrows that.
 * @throws NOT_SIGNED_IN, NOT_BOUND and FORBIDDEN as `accessible` does
 */
export function manageable(ctx: Context, action: Action, subject: Subject): Condition {
  return ctx.actor.kind === 'system' ? {} : accessible(ctx, action, subject);
}

/**
 * Refuses who may do this to no record of the subject.
 * @throws NOT_SIGNED_IN when a guest asks
 * @throws NOT_BOUND when only enterprises may, and the person acts for none
 * @throws FORBIDDEN when none of the caller's roles allows it
 */
export function requireAble(actor: Actor, action: Action, subject: Subject, as?: Capacity): void {
  if (actor.kind === 'guest') throw new AppError('NOT_SIGNED_IN');
  if (abilityOf(actor, as).can(action, subject)) return;
  const isPerson = actor.kind === 'person';
  if (isPerson && !actor.enterprise && isForEnterprisesOnly(action, subject, as))
    throw new AppError('NOT_BOUND');
  throw new AppError('FORBIDDEN');
}

/** Ids of the bodies in which the caller holds a role that allows this. */
export function bodiesOf(ctx: Context, action: Action, subject: Subject): string[] {
  if (ctx.actor.kind !== 'person') return [];
  return ctx.actor.offices
    .filter(({ roles }) => roles.some((role) => allows(officerGrants[role], action, subject)))
    .map(({ organizationId }) => organizationId);
}

const abilities = new WeakMap<Actor, Map<Capacity | 'any', Ability>>();

/** What an actor may do, worked out once per request. */
function abilityOf(actor: Actor, as?: Capacity): Ability {
  const known = abilities.get(actor) ?? new Map<Capacity | 'any', Ability>();
  abilities.set(actor, known);
  const found = known.get(as ?? 'any') ?? createMongoAbility<Ability>(rulesOf(actor, as));
  known.set(as ?? 'any', found);
  return found;
}

function rulesOf(actor: Actor, as?: Capacity): Rule[] {
  if (actor.kind !== 'person') return [];
  return [
    ...(as === undefined || as === 'self' ? selfRules(actor) : []),
    ...(as === undefined || as === 'enterprise' ? enterpriseRules(actor) : []),
    ...(as === undefined || as === 'officer' ? officerRules(actor) : []),
  ];
}

function selfRules({ personId }: PersonActor): Rule[] {
  const person = new Types.ObjectId(personId);
  return actsOf(personGrants).flatMap(([action, subject]) =>
    toRules(action, subject, reachOf(subject).person(person, action)),
  );
}

function enterpriseRules({ enterprise }: PersonActor): Rule[] {
  if (!enterprise) return [];
  const id = new Types.ObjectId(enterprise.id);
  return actsOf(enterpriseGrants[enterprise.role]).flatMap(([action, subject]) =>
    toRules(action, subject, reachOf(subject).enterprise(id, action)),
  );
}

/** One rule per act and subject over all bodies where a role allows it: one `$in`, not one branch per role. */
function officerRules({ offices }: PersonActor): Rule[] {
  const reached = new Map<string, { action: Action; subject: Subject; bodies: Set<string> }>();
  for (const { organizationId, roles } of offices) {
    for (const [action, subject] of roles.flatMap((role) => actsOf(officerGrants[role]))) {
      const key = `${action} ${subject}`;
      const rule = reached.get(key) ?? { action, subject, bodies: new Set() };
      rule.bodies.add(organizationId);
      reached.set(key, rule);
    }
  }
  return [...reached.values()].flatMap(({ action, subject, bodies }) => {
    const ids = [...bodies].map((id) => new Types.ObjectId(id));
    return toRules(action, subject, reachOf(subject).bodies(ids, action));
  });
}

function toRules(action: Action, subject: Subject, conditions: readonly Condition[]): Rule[] {
  return conditions.map((each) => ({ action, subject, conditions: each }));
}

function isForEnterprisesOnly(action: Action, subject: Subject, as?: Capacity): boolean {
  const isForEnterprises = Object.values(enterpriseGrants).some((grants) => allows(grants, action, subject));
  return isForEnterprises && (as === 'enterprise' || rolesFor(action, subject).length === 0);
}

function allows(grants: Grants, action: Action, subject: Subject): boolean {
  return grants[subject]?.includes(action) ?? false;
}

function actsOf(grants: Grants): [Action, Subject][] {
  const entries = Object.entries(grants) as [Subject, readonly Action[]][];
  return entries.flatMap(([subject, granted]) =>
    granted.map((action): [Action, Subject] => [action, subject]),
  );
}
