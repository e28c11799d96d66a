import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Event, Me, Registration } from '@contract';
import { serverNow } from '@/api/clock';
import { ApiError, isOffline } from '@/api/request';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { usePrivacyConsent } from '@/components/privacy-consent';
import { Failure, Skeleton } from '@/components/status-view';
import { seatState } from '@/format/events';
import { openPage } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { useSignUp } from '../use-event';
import { closedBecause, placesLeft } from '../view-model';
import { About } from './about';
import { EventHead } from './head';
import { SignedUp } from './signed-up';
import { WhoGoes } from './who-goes';

interface SignUpProps {
  event: Event;
  enterpriseId: string;
  me: Me;
  refreshEvent: () => Promise<void>;
}

/** The event for somebody who can sign people up. */
export function SignUp({ event, enterpriseId, me, refreshEvent }: SignUpProps) {
  const now = serverNow();
  const signUp = useSignUp(event.id, enterpriseId, me.name);
  const [isSending, setIsSending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [done, setDone] = useState<Registration>();
  const consent = usePrivacyConsent(me);

  const { form, signedUp, candidates, attendees } = signUp;
  const room = placesLeft(event);
  const isOpen = seatState(event, now) === 'open';

  const send = async () => {
    if (attendees.length === 0) {
      notify('先选谁去');
      return;
    }
    if (attendees.some(({ phone }) => phone) && !(await consent.ensure())) {
      notify('没同意就不留电话，名单还在');
      return;
    }
    setIsSending(true);
    setRefusal(undefined);
    try {
      setDone(await signUp.send());
      await refreshEvent();
    } catch (error) {
      setRefusal(refusalOf(error));
      if (!isOffline(error)) await Promise.all([refreshEvent(), signUp.refresh()]);
    } finally {
      setIsSending(false);
    }
  };

  return (
    <Page
      head={<EventHead event={event} now={now} />}
      footer={
        <Actions
          event={event}
          now={now}
          count={attendees.length}
          hasTicket={signedUp.length > 0 || event.myAttendees > 0}
          isSending={isSending}
          refusal={refusal}
          onSend={() => void send()}
        />
      }
    >
      <About event={event} now={now}>
        {(isOpen || signedUp.length > 0) && !signUp.data && !signUp.error && <Skeleton cards={1} />}
        {!signUp.data && signUp.error && (
          <Failure subject="同事名单" error={signUp.error} onRetry={() => void signUp.refresh()} />
        )}
        {signUp.data && (isOpen || signedUp.length > 0) && (
          <WhoGoes
            event={event}
            candidates={candidates}
            form={form}
            room={isOpen ? room : 0}
            count={attendees.length}
            onChange={(change) => {
              setRefusal(undefined);
              signUp.update(change);
            }}
          />
        )}
      </About>
      {done && <SignedUp registration={done} personId={me.id} onClose={() => setDone(undefined)} />}
      {consent.sheet}
    </Page>
  );
}

function refusalOf(error: unknown): string {
  if (isOffline(error)) return '网络没连上，名单还在。连上再点报名，不会报两次。';
  return error instanceof ApiError ? error.message : '没报上，名单还在，请再试一次。';
}

interface ActionsProps {
  event: Event;
  now: Date;
  count: number;
  hasTicket: boolean;
  isSending: boolean;
  refusal?: string;
  onSend: () => void;
}

function Actions({ event, now, count, hasTicket, isSending, refusal, onSend }: ActionsProps) {
  const closed = closedBecause(event, now);
  const canSend = !closed && placesLeft(event) > 0;
  const note = refusal && (
    <View className="event-refusal" role="alert">
      <Icon name="warning" size={20} />
      <View>{refusal}</View>
    </View>
  );
  const ticket = () => void openPage('events/ticket', { eventId: event.id });
  if (event.status === 'cancelled' || (closed && !hasTicket)) {
    return (
      <BottomBar note={note}>
        <Button disabled>{closed?.title ?? '不能报名'}</Button>
      </BottomBar>
    );
  }
  if (hasTicket && (!canSend || count === 0)) {
    return (
      <BottomBar note={note}>
        <Button kind="outline" onTap={() => void openPage('events/mine')}>
          改报名
        </Button>
        <Button icon="ticket" onTap={ticket}>
          看入场码
        </Button>
      </BottomBar>
    );
  }
  return (
    <BottomBar note={note}>
      <View className="event-count">
        <View className="q-t16">{count > 0 ? `${count} 人去` : '还没选人'}</View>
        <View className="q-meta">{count > 0 ? '报上就有入场码' : '在上面选谁去'}</View>
      </View>
      <Button loading={isSending} onTap={onSend}>
        报名
      </Button>
    </BottomBar>
  );
}
