import { Navigate } from 'react-router';
import { useMe } from '../api/session';
import { placesFor } from './places';

/** Leads to the first section in which the signed-in person has work. */
export function FirstPlace() {
  const [first] = placesFor(useMe().offices.flatMap(({ roles }) => roles));
  return <Navigate to={first?.to ?? '/issues'} replace />;
}
