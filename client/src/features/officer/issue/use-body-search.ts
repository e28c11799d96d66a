import { useEffect, useState } from 'react';
import type { Organization } from '@contract';
import { listOrganizations } from '@/api/organizations';
import { toLoadError } from '@/hooks/load-error';

const pauseMs = 300;

interface BodySearch {
  bodies: Organization[];
  status: 'idle' | 'searching' | 'ready' | 'failed';
  problem?: string;
}

/** Bodies of the directory whose name holds the words, asked once the person stops typing. */
export function useBodySearch(typed: string): BodySearch {
  const [state, setState] = useState<BodySearch>({ bodies: [], status: 'idle' });
  const words = typed.trim();
  useEffect(() => {
    if (words === '') {
      setState({ bodies: [], status: 'idle' });
      return;
    }
    let isCurrent = true;
    setState(({ bodies }) => ({ bodies, status: 'searching' }));
    const timer = setTimeout(() => {
      listOrganizations({ q: words }).then(
        (bodies) => {
          if (isCurrent) setState({ bodies, status: 'ready' });
        },
        (error: unknown) => {
          if (isCurrent) setState({ bodies: [], status: 'failed', problem: toLoadError(error).message });
        },
      );
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [words]);
  return state;
}
