import { dayOf, nextWorkingDayStart, startOfDay } from '../modules/issues/calendar';
import { checkIn } from '../modules/events/check-in.service';
import { createEvent, publishEvent } from '../modules/events/events.service';
import { registerAttendees } from '../modules/events/registrations.service';
import { events, type DemoEvent } from './events';
import { personName } from './random';
import { dayMs, inParallel, minuteMs, need, personAt, type World } from './world';

const hourMs = 60 * minuteMs;

/** Six events: tomorrow's fair, some ahead, a full one and one that is over with its scans. */
export async function loadEvents(world: World): Promise<void> {
  for (const event of events) await loadEvent(world, event);
}

async function loadEvent(world: World, event: DemoEvent): Promise<void> {
  // The nearest one falls on the next working day: moving the clock there opens its gate.
  const near =
    event.inDays === 1
      ? nextWorkingDayStart(world.now)
      : new Date(world.now.getTime() + event.inDays * dayMs);
  const day = startOfDay(dayOf(near));
  const startsAt = new Date(day.getTime() + event.startHour * hourMs);
  const manager = need(world.people, managerOf(event));
  const opened = new Date(Math.min(world.now.getTime() - 6 * dayMs, startsAt.getTime() - 10 * dayMs));
  const ctx = await personAt(world, manager, opened);
  const { id } = await createEvent(ctx, {
    title: event.title,
    kind: event.kind,
    regionCode: event.regionCode,
    venue: event.venue,
    address: event.address,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(day.getTime() + event.endHour * hourMs).toISOString(),
    doorsOpenAt: new Date(startsAt.getTime() - 40 * minuteMs).toISOString(),
    registrationClosesAt: new Date(startsAt.getTime() - 2 * hourMs).toISOString(),
    capacity: event.capacity,
    perEnterprise: event.perEnterprise,
    agenda: event.agenda,
    introduction: event.introduction,
  });
  await publishEvent(ctx, id);
  const tickets = await registerAll(world, event, id, opened);
  if (event.inDays >= 0) return;
  const gate = await personAt(world, manager, startsAt);
  for (const [index, ticket] of tickets.slice(0, Math.round(tickets.length * 0.8)).entries()) {
    const at = new Date(startsAt.getTime() - 35 * minuteMs + index * 2 * minuteMs);
    await checkIn({ ...gate, now: at }, id, { ticket, gate: '1 号门', nonce: `demonstration-${index}` });
  }
}

/** The city's event manager; the county's and the other cities' offices have their own. */
function managerOf({ regionCode }: DemoEvent): string {
  if (regionCode === '410000' || regionCode === '410100' || regionCode === '410122') return 'wang-haitao';
  return `office:${regionCode}`;
}

async function registerAll(world: World, event: DemoEvent, eventId: string, opened: Date): Promise<string[]> {
  // The firms of the tour keep their places: signing up is a step of it.
  const firms = [...world.enterprises]
    .filter(([key, { personId }]) => personId && key.startsWith('generated-'))
    .map(([, firm]) => firm);
  const groups: { firm: (typeof firms)[number]; names: string[] }[] = [];
  let left = event.attendees;
  if (event.key === 'equipment-fair') {
    groups.push({ firm: need(world.enterprises, 'precision'), names: ['王海燕', '刘洋'] });
    left -= 2;
  }
  for (const firm of firms) {
    if (left <= 0) break;
    const size = Math.min(left, world.random.between(1, event.perEnterprise));
    groups.push({ firm, names: Array.from({ length: size }, () => personName(world.random)) });
    left -= size;
  }
  const payloads: string[] = [];
  await inParallel(groups, async ({ firm, names }, index) => {
    const ctx = await personAt(
      world,
      firm.personId ?? '',
      new Date(opened.getTime() + (index + 1) * 37 * minuteMs),
    );
    const registration = await registerAttendees(ctx, eventId, {
      attendees: [...new Set(names)].map((name) => ({ name })),
      nonce: `demonstration-${event.key}-${index}`,
    });
    payloads.push(...registration.tickets.map(({ payload }) => payload));
  });
  return payloads;
}
