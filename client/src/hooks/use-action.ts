import { useState } from 'react';

import { ApiError } from '@/api/request';

export interface Action {
  isBusy: boolean;
  /** Why the last try failed, in a sentence that may be shown. */
  problem: string | undefined;
  /** The API's refusal, for the fields it is about. */
  refusal: ApiError | undefined;
  /** Does the work unless something is on its way already; answers whether it succeeded. */
  run(work: () => Promise<void>): Promise<boolean>;
  /** Forgets the last failure. */
  reset(): void;
}

/** One action at a time: whether it runs, and the API's sentence when it failed. */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ problem: string; refusal?: ApiError }>();
  return {
    isBusy,
    problem: failure?.problem,
    refusal: failure?.refusal,
    reset: () => setFailure(undefined),
    run: async (work) => {
      if (isBusy) return false;
      setBusy(true);
      setFailure(undefined);
      try {
        await work();
        return true;
      } catch (error) {
        setFailure(
          error instanceof ApiError
            ? { problem: error.message, refusal: error }
            : { problem: '没办成，填的都还在，请再试一次' },
        );
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
