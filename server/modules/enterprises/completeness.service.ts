import type { Enterprise } from '@contract';
import { unlockedBy } from '../policies/matches.service';
import { findAttribute } from './attributes';
import type { EnterpriseProfile } from './enterprises.service';
import { declarableAttributes } from './facts';

/**
 * How complete a profile is: of the fields that the enterprise can fill in, those that are filled in against those
 * that published policies still wait for, with the number of policy items each would help to decide, most first.
 */
export async function completenessOf(
  profile: EnterpriseProfile,
  now: Date,
): Promise<Enterprise['completeness']> {
  const unlocked = await unlockedBy(profile, now);
  const missing = [...unlocked]
    .flatMap(([key, unlocks]) => {
      const definition = findAttribute(key);
      return definition?.declarable && !profile.facts[key] && unlocks > 0
        ? [{ attribute: key, label: definition.label, unlocks }]
        : [];
    })
    .sort((a, b) => b.unlocks - a.unlocks || a.attribute.localeCompare(b.attribute));
  const filled = declarableAttributes.filter(({ key }) => profile.facts[key]).length;
  const percent = missing.length === 0 ? 100 : Math.floor((filled / (filled + missing.length)) * 100);
  return { percent, missing };
}
