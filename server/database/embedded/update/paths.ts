import { badValue, CommandError } from '../errors';

/** A path of an update, taken apart. @throws EmptyFieldName or BadValue when it can't be one */
export function checkedParts(path: string): string[] {
  if (path === '') throw new CommandError(56, 'An empty update path is not valid.');
  const parts = path.split('.');
  if (parts.includes(''))
    throw new CommandError(
      56,
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  if (parts[0] === '$' || parts[0]!.startsWith('$['))
    throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  return parts;
}

/** The order in which MongoDB applies changes: by name, places of arrays by number. */
export function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (a[i] === b[i]) continue;
    if (/^\d+$/.test(a[i]!) && /^\d+$/.test(b[i]!)) return Number(a[i]) - Number(b[i]);
    return a[i]! < b[i]! ? -1 : 1;
  }
  return a.length - b.length;
}

/** @throws ConflictingUpdateOperators when one path leads to or through another */
export function rejectConflicts(paths: readonly (readonly string[])[]): void {
  for (let i = 0; i < paths.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [a, b] = [paths[j]!, paths[i]!];
      const common = Math.min(a.length, b.length);
      if (a.slice(0, common).every((part, k) => part === b[k])) {
        throw new CommandError(
          40,
          `Updating the path '${b.join('.')}' would create a conflict at '${(a.length < b.length ? a : b).join('.')}'`,
        );
      }
    }
  }
}
