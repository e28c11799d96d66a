import { CommandError } from '../errors';
import type { Arguments } from './arguments';
import { COMMANDS } from './registry';

/** Codes that end a transaction which may be run again as a whole. @source mongodb.com/docs/manual/core/transactions-in-applications */
const TRANSIENT = new Set([24, 112, 239, 246, 250, 251, 267, 272]);
/** Codes after which a driver may send a write again. @source specifications/retryable-writes (retryable errors) */
const RETRYABLE = new Set([6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** Whether the code ends a transaction that may be run again as a whole; what failed may not be its commit. */
export function isTransient(code: number): boolean {
  return TRANSIENT.has(code) || RETRYABLE.has(code);
}

/** Whether a driver may send the command again after the error. */
export function isRetryable(args: Arguments, code: number): boolean {
  const command = COMMANDS[args.name];
  const canRetry = args.fields.has('autocommit')
    ? command?.endsTransaction
    : command?.isRetryable && args.fields.has('txnNumber');
  return canRetry === true && RETRYABLE.has(code);
}

/** An error with the labels by which a driver knows what it may do again. */
export function labelled(error: CommandError, args: Arguments): CommandError {
  if (error.hasFinalLabels) return error;
  const labels = new Set(error.labels);
  const inTransaction = args.fields.has('autocommit');
  const isEnd = COMMANDS[args.name]?.endsTransaction === true;
  // A commit that may have happened is sent again itself and not the transaction.
  if (inTransaction && (isEnd ? TRANSIENT.has(error.code) : isTransient(error.code)))
    labels.add('TransientTransactionError');
  if (isRetryable(args, error.code)) labels.add('RetryableWriteError');
  if (labels.size === error.labels.length) return error;
  return new CommandError(error.code, error.message, { extra: error.extra, labels: [...labels] });
}
