import { useEffect } from 'react';
import { useOutletContext } from 'react-router';

/** Says in the header what the page below a section is about: an issue's number, a policy's title. */
export function useCrumb(text: string | undefined): void {
  const setCrumb = useOutletContext<(text: string | undefined) => void>();
  useEffect(() => {
    setCrumb(text);
    return () => setCrumb(undefined);
  }, [setCrumb, text]);
}
