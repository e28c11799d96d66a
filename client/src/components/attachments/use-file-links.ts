import { useEffect, useState } from 'react';

import { linkFile } from '@/api/files';

/** Addresses for picture elements, by file id; one that can't be had is left out. */
export function useFileLinks(ids: readonly string[]): Record<string, string> {
  const [links, setLinks] = useState<Record<string, string>>({});
  const wanted = ids.join();
  useEffect(() => {
    let isCurrent = true;
    for (const id of wanted.split(',').filter(Boolean)) {
      linkFile(id).then(
        (address) => {
          if (isCurrent) setLinks((known) => ({ ...known, [id]: address }));
        },
        () => undefined,
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  return links;
}
