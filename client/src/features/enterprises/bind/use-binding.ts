import { useEffect, useRef, useState } from 'react';
import type { EnterpriseCard } from '@contract';
import { joinEnterprise } from '@/api/accounts';
import { findEnterprise } from '@/api/enterprises';
import { uploadFile } from '@/api/files';
import { ApiError } from '@/api/request';
import { refreshMe } from '@/api/session';
import { checkCreditCode, normalizeCreditCode } from './credit-code';

export type Search =
  | { status: 'idle' | 'searching' }
  | { status: 'found'; card: EnterpriseCard }
  | { status: 'failed'; message: string; isUnknown: boolean };

/** Finds the enterprise of a credit code as soon as the code is right. */
export function useEnterpriseSearch(typed: string): Search & { retry: () => void } {
  const code = normalizeCreditCode(typed);
  const isRight = checkCreditCode(code).state === 'right';
  const [search, setSearch] = useState<Search>({ status: 'idle' });
  const [round, setRound] = useState(0);
  const latest = useRef('');

  useEffect(() => {
    latest.current = code;
    if (!isRight) {
      setSearch({ status: 'idle' });
      return;
    }
    setSearch({ status: 'searching' });
    findEnterprise(code).then(
      (card) => {
        if (latest.current === code) setSearch({ status: 'found', card });
      },
      (error: unknown) => {
        if (latest.current !== code) return;
        const isUnknown = error instanceof ApiError && error.code === 'ENTERPRISE_NOT_FOUND';
        const message = error instanceof ApiError ? error.message : '没查成，请再试一次';
        setSearch({ status: 'failed', message, isUnknown });
      },
    );
  }, [code, isRight, round]);

  return { ...search, retry: () => setRound(round + 1) };
}

/** Asks to join; with a picture of the licence the local desk decides, else the enterprise’s administrator. */
export async function askToJoin(typed: string, licencePath: string | undefined): Promise<void> {
  const licenceFileId = licencePath ? (await uploadFile(licencePath)).id : undefined;
  await joinEnterprise({
    creditCode: normalizeCreditCode(typed),
    ...(licenceFileId ? { licenceFileId } : {}),
  });
  await refreshMe();
}
