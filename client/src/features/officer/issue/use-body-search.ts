import { useEffect, useState } from 'react';
import type { Organization } from '@contract';
import { listOrganizations } from '@/api/organizations';
import { toLoadError } from '@/hooks/load-error';
import { useResource } from '@/hooks/use-resource';
import { useSession } from '@/hooks/use-session';

const pauseMs = 300;

interface BodySearch {
  bodies: Organization[];
  status: 'idle' | 'searching' | 'ready' | 'failed';
  problem?: string;
}

/** The region of the desk I work at: an issue is given to bodies within it. Undefined while it isn't known. */
function useDeskRegion(): string | undefined {
  const { offices } = useSession();
  const desk = offices.find(({ roles }) => roles.includes('desk'))?.organization;
  const found = useResource(async () => {
    if (!desk) return {};
    const bodies = await listOrganizations({ q: desk.name });
    return { regionCode: bodies.find(({ id }) => id === desk.id)?.regionCode };
  }, desk?.id);
  return found.data?.regionCode;
}

/** Bodies in the region of my desk whose name holds the words, asked once the person stops typing. */
export function useBodySearch(typed: string): BodySearch {
  const [state, setState] = useState<BodySearch>({ bodies: [], status: 'idle' });
  const regionCode = useDeskRegion();
  const words = typed.trim();
  useEffect(() => {
    if (words === '') {
      setState({ bodies: [], status: 'idle' });
      return;
    }
    let isCurrent = true;
    setState(({ bodies }) => ({ bodies, status: 'searching' }));
    const timer = setTimeout(() => {
      listOrganizations({ q: words, regionCode }).then(
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
  }, [words, regionCode]);
  return state;
}
