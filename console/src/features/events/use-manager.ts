import { useMe } from '../../api/session';

/** Whether the signed-in person manages events; stewards only look. */
export const useIsManager = (): boolean =>
  useMe().offices.some(({ roles }) => roles.includes('event-manager'));
