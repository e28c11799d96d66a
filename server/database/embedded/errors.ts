/** Names of the error codes the engine uses. @source MongoDB's error_codes.yml (numbers and names) */
const CODE_NAMES: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  11: 'UserNotFound',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  17: 'ProtocolError',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  54: 'NotSingleValueField',
  55: 'InvalidDBRef',
  56: 'EmptyFieldName',
  57: 'DottedFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  68: 'IndexAlreadyExists',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  78: 'InvalidIndexSpecificationOption',
  79: 'UnknownReplWriteConcern',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  91: 'ShutdownInProgress',
  100: 'UnsatisfiableWriteConcern',
  112: 'WriteConflict',
  115: 'CommandNotSupported',
  117: 'ConflictingOperationInProgress',
  121: 'DocumentValidationFailure',
  125: 'CommandFailed',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  211: 'KeyNotFound',
  217: 'IncompleteTransactionHistory',
  222: 'CloseChangeStream',
  225: 'TransactionTooOld',
  237: 'CursorKilled',
  238: 'NotImplemented',
  244: 'TransactionAborted',
  246: 'SnapshotUnavailable',
  251: 'NoSuchTransaction',
  256: 'TransactionCommitted',
  261: 'TooManyLogicalSessions',
  263: 'OperationNotSupportedInTransaction',
  272: 'TransactionCoordinatorCanceled',
  290: 'TransactionExceededLifetimeLimitSeconds',
  291: 'NoQueryExecutionPlans',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  303: 'APIVersionError',
  315: 'NotWritablePrimary',
  361: 'InvalidPipelineOperator',
  5107201: 'Location5107201',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  11601: 'InterruptedAtShutdown',
  14031: 'OutOfDiskSpace',
  17280: 'KeyTooLong',
};

/** The name MongoDB gives to an error code. */
export function codeName(code: number): string {
  return CODE_NAMES[code] ?? `Location${code}`;
}

/** An error as the wire carries it. */
export class CommandError extends Error {
  /** Further fields of the reply, such as `keyPattern`. */
  readonly extra: Record<string, unknown>;
  readonly labels: string[];
  /** Whether no further labels may be added. */
  readonly hasFinalLabels: boolean;

  constructor(
    readonly code: number,
    message: string,
    options: { extra?: Record<string, unknown>; labels?: string[]; hasFinalLabels?: boolean } = {},
  ) {
    super(message);
    this.extra = options.extra ?? {};
    this.labels = options.labels ?? [];
    this.hasFinalLabels = options.hasFinalLabels ?? false;
  }
}

/** A refusal of something the engine doesn't do. */
export function notImplemented(what: string): CommandError {
  return new CommandError(238, `${what} is not supported by the embedded database`);
}

/** Something said that the command can't mean. */
export function badValue(message: string): CommandError {
  return new CommandError(2, message);
}

/** Text that can't be parsed as what it should be. */
export function failedToParse(message: string): CommandError {
  return new CommandError(9, message);
}

/** A value of a type that isn't allowed there. */
export function typeMismatch(message: string): CommandError {
  return new CommandError(14, message);
}

/** A transaction that has to be run again because another one got there first. */
export function writeConflict(): CommandError {
  return new CommandError(
    112,
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
    { labels: ['TransientTransactionError'] },
  );
}
