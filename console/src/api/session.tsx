import type { Me, Session } from '@contract/index';
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import { ApiError, readToken, request, whenSignedOut, writeToken } from './request';

interface SessionState {
  me: Me | null;
  status: 'loading' | 'ready';
  error: string | null;
  /** Takes up a session that a sign-in has just given. */
  start(session: Session): void;
  signOut(): Promise<void>;
}
const SessionContext = createContext<SessionState>({
  me: null,
  status: 'loading',
  error: null,
  start: () => undefined,
  signOut: async () => undefined,
});

/** Who is signed in at this console; a login code in the address signs in and leaves the address at once. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [me, setMe] = useState<Me | null>(null);
  const [status, setStatus] = useState<SessionState['status']>('loading');
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    whenSignedOut(() => setMe(null));
    const load = async () => {
      const address = new URL(window.location.href);
      const code = address.searchParams.get('code');
      try {
        if (code) {
          // The code works once: left in the address, a reload would fail on it.
          address.searchParams.delete('code');
          window.history.replaceState(null, '', address);
          const session = await request('POST /sessions', { body: { code } });
          writeToken(session.token);
          setMe(session.me);
        } else if (readToken()) setMe(await request('GET /me'));
      } catch (failure) {
        if (failure instanceof ApiError) setError(failure.message);
      } finally {
        setStatus('ready');
      }
    };
    void load();
  }, []);

  const start = useCallback((session: Session) => {
    writeToken(session.token);
    setError(null);
    setMe(session.me);
  }, []);
  const signOut = async () => {
    await request('DELETE /sessions/current').catch(() => undefined);
    writeToken(null);
    setMe(null);
  };
  return (
    <SessionContext.Provider value={{ me, status, error, start, signOut }}>
      {children}
    </SessionContext.Provider>
  );
}

export const useSession = () => useContext(SessionContext);

/** The signed-in person; pages stand below the sign-in gate, so there is one. */
export function useMe(): Me {
  const { me } = useSession();
  if (!me) throw new Error('useMe needs a signed-in person');
  return me;
}
