import { useEffect, useState } from 'react';
import type { DataExport, Deletion, PhoneReading, PrivacyConsent, PrivacyText } from '@contract';
import {
  getDeletion,
  getPrivacyText,
  listExports,
  listPhoneReadings,
  listPrivacyConsents,
} from '@/api/privacy';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';

export interface MyPrivacy {
  readings: PhoneReading[];
  /** Cursor of older readings; absent when all are shown. */
  next?: string;
  lastMonth: { readers: number; readings: number };
  text: PrivacyText;
  consents: PrivacyConsent[];
  exports: DataExport[];
  deletion: Deletion;
}

/** How many readings the page begins with. */
const firstReadings = 4;
const moreReadings = 20;
/** While a copy is being made the page looks again this often, milliseconds. */
const exportPollMs = 3_000;

async function loadPrivacy(): Promise<MyPrivacy> {
  const [{ items, next, lastMonth }, text, consents, exports, deletion] = await Promise.all([
    listPhoneReadings({ limit: firstReadings }),
    getPrivacyText(),
    listPrivacyConsents(),
    listExports(),
    getDeletion(),
  ]);
  return { readings: items, ...(next ? { next } : {}), lastMonth, text, consents, exports, deletion };
}

/** Everything of the page about my data; a copy on its way is followed until it is there. */
export function usePrivacy(personId: string) {
  const loaded = useResource(loadPrivacy, personId);
  const { data, refresh, replace } = loaded;
  useRefreshOnShow(refresh);
  usePullToRefresh(refresh);
  const isMaking = data?.exports.some(({ status }) => status === 'waiting' || status === 'running') ?? false;
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!isMaking) return undefined;
    const timer = setTimeout(() => {
      void refresh().finally(() => setRound(round + 1));
    }, exportPollMs);
    return () => clearTimeout(timer);
  }, [isMaking, round, refresh]);

  /** Shows older readings below those that are there. */
  const loadMoreReadings = async () => {
    if (!data?.next) return;
    const { items, next } = await listPhoneReadings({ limit: moreReadings, cursor: data.next });
    const { next: _next, ...rest } = data;
    replace({ ...rest, readings: [...data.readings, ...items], ...(next ? { next } : {}) });
  };
  return { ...loaded, loadMoreReadings };
}
