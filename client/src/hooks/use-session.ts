import { useSyncExternalStore } from 'react';
import type { EnterpriseMembership, Me, Office } from '@contract';
import {
  currentMembership,
  getSession,
  officesOf,
  pendingMembership,
  subscribeSession,
  type SessionState,
} from '@/api/session';

export interface SessionView {
  status: SessionState['status'];
  me: Me | undefined;
  /** My active membership in the enterprise I act for. */
  enterprise: EnterpriseMembership | undefined;
  /** A membership that still waits for a decision. */
  pending: EnterpriseMembership | undefined;
  offices: Office[];
}

/** Who is here and for which enterprise they act; pages draw themselves again when that changes. */
export function useSession(): SessionView {
  const { status, me } = useSyncExternalStore(subscribeSession, getSession, getSession);
  return {
    status,
    me,
    enterprise: currentMembership(me),
    pending: pendingMembership(me),
    offices: officesOf(me),
  };
}
