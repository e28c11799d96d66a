import { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { serverNow } from '@/api/clock';
import { listRegistrations } from '@/api/events';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { brightenScreen } from '@/platform/screen';
import { keepTickets, readTickets } from '../kept-tickets';
import { ticketsFor, type EventTickets } from '../tickets';

export interface TicketsLoaded {
  tickets?: EventTickets;
  isKept: boolean;
}

/** My enterprise’s tickets for an event: the stored ones at once, then the newest, which are stored in their place. */
export function useTickets(eventId: string, enterpriseId: string) {
  const [kept] = useState(() => readTickets(eventId));
  const newest = useResource<TicketsLoaded>(async () => {
    const registrations = await listRegistrations();
    const isKept = keepTickets(registrations, serverNow());
    return { tickets: ticketsFor(registrations, eventId), isKept };
  }, `${eventId}:${enterpriseId}`);
  useRefreshOnShow(newest.refresh);
  return {
    ...newest,
    tickets: newest.data ? newest.data.tickets : kept,
    /** When the shown tickets were stored; absent once newer ones have come. */
    keptAt: newest.data ? undefined : kept?.keptAt,
    isOnPhone: newest.data ? newest.data.isKept : kept !== undefined,
  };
}

/** Keeps the screen at full brightness while the page is shown and a code is on it. */
export function useBrightScreen(isNeeded: boolean): void {
  const [isShown, setIsShown] = useState(true);
  useDidShow(() => setIsShown(true));
  useDidHide(() => setIsShown(false));
  const isOn = isNeeded && isShown;
  useEffect(() => {
    if (!isOn) return undefined;
    const brightened = brightenScreen();
    return () => {
      void brightened.then((putBack) => putBack());
    };
  }, [isOn]);
}
