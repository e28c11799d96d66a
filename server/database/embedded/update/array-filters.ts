import { elementsOf, itemsOf, type Value } from '../bson/raw';
import { badValue, failedToParse } from '../errors';
import type { Filter } from '../query/matcher';
import { parseFilter } from '../query/parse-filter';

/** The filters that `$[identifier]` refers to, by identifier. @throws FailedToParse when one names none or several */
export function parseArrayFilters(specs: readonly Value[]): Map<string, Filter> {
  const filters = new Map<string, Filter>();
  for (const spec of specs) {
    const identifiers = new Set<string>();
    collectIdentifiers(spec, identifiers);
    if (identifiers.size !== 1) {
      throw failedToParse(
        identifiers.size === 0
          ? 'Cannot use an expression without a top-level field name in arrayFilters'
          : `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${[...identifiers].join("' and '")}'`,
      );
    }
    const [identifier] = [...identifiers];
    if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier!))
      throw badValue(
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${identifier}'`,
      );
    if (filters.has(identifier!))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${identifier}`);
    filters.set(identifier!, parseFilter(spec));
  }
  return filters;
}

function collectIdentifiers(spec: Value, identifiers: Set<string>): void {
  for (const { name, value } of elementsOf(spec)) {
    if (name.startsWith('$')) {
      for (const item of value.isArray ? itemsOf(value) : []) collectIdentifiers(item, identifiers);
    } else {
      identifiers.add(name.split('.')[0]!);
    }
  }
}
