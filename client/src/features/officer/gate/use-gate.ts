import { useEffect, useState } from 'react';
import type { Attendee, CheckIn, Event } from '@contract';
import { checkIn, listAttendees, listCheckIns, listEvents } from '@/api/events';
import { newNonce } from '@/api/nonce';
import { ApiError, isOffline } from '@/api/request';
import { useList } from '@/hooks/use-list';
import { useResource } from '@/hooks/use-resource';
import { isOnline, watchNetwork } from '@/platform/network';
import { vibrate } from '@/platform/screen';
import { readStored, store } from '@/platform/storage';
import { defaultGate, scanFor, withoutScan, withScan, type UnsettledScan } from './view-model';

/** Events at whose gates I may stand. */
export function useGateEvents() {
  return useResource<Event[]>(async () => (await listEvents({ group: 'managed', limit: 100 })).items);
}

/** What came of the latest scan: a reply, or none, which decides nothing. */
export type Outcome =
  | { kind: 'reply'; checkIn: CheckIn }
  | { kind: 'no-reply'; scan: UnsettledScan; isOffline: boolean; message: string };

/**
 * One gate of an event: its name, its scans and their outcome. Each scan has a nonce of its own; one whose answer was
 * lost is remembered on the phone and sent again as the same scan, so that nobody is refused for having come in.
 */
export function useGate(event: Event) {
  const nameKey = `gate-name:${event.id}`;
  const unsettledKey = `gate-unsettled:${event.id}`;
  const [gate, setGate] = useState(() => readStored<string>(nameKey) ?? defaultGate);
  const [unsettled, setUnsettled] = useState(() => readStored<UnsettledScan[]>(unsettledKey) ?? []);
  const [outcome, setOutcome] = useState<Outcome>();
  const [isChecking, setIsChecking] = useState(false);
  const scans = useResource<CheckIn[]>(() => listCheckIns(event.id), event.id);

  const keep = (next: UnsettledScan[]) => {
    setUnsettled(next);
    store(unsettledKey, next);
  };
  const send = async (scan: UnsettledScan) => {
    setIsChecking(true);
    // Remembered before it is sent: the phone may go dark on the way.
    const waiting = withScan(unsettled, scan);
    keep(waiting);
    try {
      const reply = await checkIn(event.id, scan);
      keep(withoutScan(waiting, scan));
      setOutcome({ kind: 'reply', checkIn: reply });
      vibrate(reply.outcome === 'admitted' ? 'short' : 'long');
      void scans.refresh();
    } catch (error) {
      vibrate('long');
      const message = error instanceof ApiError ? error.message : '没连上服务器';
      setOutcome({ kind: 'no-reply', scan, isOffline: isOffline(error), message });
    } finally {
      setIsChecking(false);
    }
  };
  return {
    gate,
    rename: (name: string) => {
      setGate(name);
      store(nameKey, name);
    },
    scans,
    outcome,
    unsettled,
    isChecking,
    /** Checks the text of a code, or a code that was typed in. */
    check: (ticket: string) => send(scanFor(unsettled, ticket, gate, newNonce)),
    retry: send,
  };
}

/** Whether the phone has a network. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    let isHere = true;
    void isOnline().then((now) => {
      if (isHere) setOnline(now);
    });
    const stop = watchNetwork(setOnline);
    return () => {
      isHere = false;
      stop();
    };
  }, []);
  return online;
}

/** People of an event whose name, enterprise, code or phone tail matches; nobody while nothing is asked for. */
export function useLookUp(eventId: string, words: string) {
  return useList<Attendee>(
    async (cursor) =>
      words === '' ? { items: [] } : listAttendees(eventId, { cursor, q: words.slice(0, 20), limit: 20 }),
    `${eventId}:${words}`,
  );
}
