import { CommandError } from '../errors';

/** Any error as the wire carries it; what was not foreseen becomes an internal error. */
export function toCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  return new CommandError(1, error instanceof Error ? error.message : String(error));
}
