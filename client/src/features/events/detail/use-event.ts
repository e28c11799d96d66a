import type { Colleague, Event, Organization, Registration } from '@contract';
import { serverNow } from '@/api/clock';
import { getConsents, listColleagues, recordConsents } from '@/api/accounts';
import { getEvent, listRegistrations, registerAttendees } from '@/api/events';
import { newNonce } from '@/api/nonce';
import { listOrganizations } from '@/api/organizations';
import { useDraft } from '@/hooks/use-draft';
import { useResource } from '@/hooks/use-resource';
import { askForMessages } from '@/platform/subscribe';
import { keepTickets } from '../kept-tickets';
import {
  attendeesOf,
  emptySignUp,
  listCandidates,
  nonceFor,
  signedUpNames,
  type SignUpForm,
} from './view-model';

/** One event as this viewer sees it: an enterprise, or nobody in particular. */
export function useEvent(id: string, viewer: string) {
  return useResource<Event>(() => getEvent(id), `${id}:${viewer}`);
}

/** The body that holds the event, with its published phone. */
export function useOrganizer(event: Event | undefined) {
  const organization = event?.organization;
  return useResource<Organization | undefined>(async () => {
    if (!organization) return undefined;
    const found = await listOrganizations({ q: organization.name });
    return found.find(({ id }) => id === organization.id);
  }, organization?.id ?? '');
}

export interface SignUpContent {
  colleagues: Colleague[];
  registrations: Registration[];
}

/**
 * Signing people of the enterprise up: who may go, what is ticked (kept through errors and leaving the page), and
 * sending it. An attempt that got no reply is sent again under the same nonce, so that nobody is signed up twice.
 */
export function useSignUp(eventId: string, enterpriseId: string, myName: string) {
  const content = useResource<SignUpContent>(async () => {
    const [colleagues, registrations] = await Promise.all([listColleagues(), listRegistrations()]);
    keepTickets(registrations, serverNow());
    return { colleagues, registrations };
  }, `${eventId}:${enterpriseId}`);
  const draft = useDraft<SignUpForm>(`event-sign-up:${enterpriseId}:${eventId}`, emptySignUp);
  const signedUp = signedUpNames(content.data?.registrations ?? [], eventId);
  const candidates = listCandidates(content.data?.colleagues ?? [], draft.form.added, signedUp, myName);
  const attendees = attendeesOf(draft.form, candidates);

  const send = async (): Promise<Registration> => {
    const key = nonceFor(draft.form, attendees, newNonce);
    draft.update(key);
    const registration = await registerAttendees(eventId, { attendees, nonce: key.nonce });
    draft.clear();
    await content.refresh();
    return registration;
  };
  return { ...content, form: draft.form, update: draft.update, signedUp, candidates, attendees, send };
}

/** Asks whether a reminder may be sent the day before; `ask` answers whether it may. */
export function useReminder(personId: string) {
  const consents = useResource(getConsents, personId);
  const templateId = consents.data?.find(({ template }) => template === 'event-reminder')?.templateId;
  return {
    canAsk: templateId !== undefined,
    /** Call it straight from a tap, or WeChat refuses to ask. */
    ask: async (): Promise<boolean> => {
      if (!templateId) return false;
      const answers = await askForMessages([templateId]);
      if (Object.keys(answers).length > 0) await recordConsents(answers);
      return answers[templateId] === 'accept';
    },
  };
}
