import { generateKeyPairSync } from 'node:crypto';
import { Types } from 'mongoose';
import type { Registration } from '../../../server/contract/events';
import { memberOf, officerIn, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOpenEvent, at, minutesAfter } from '../../support/events';
import { aProvince, type Province } from '../../support/organizations';
import type { Context } from '../../../server/context';
import { listAttendees } from '../../../server/modules/events/attendees.service';
import { checkIn, getGateManifest, listCheckIns } from '../../../server/modules/events/check-in.service';
import { getEvent } from '../../../server/modules/events/event-reading.service';
import { callOffEvent } from '../../../server/modules/events/events.service';
import { TicketModel } from '../../../server/modules/events/registrations.model';
import { cancelRegistration, registerAttendees } from '../../../server/modules/events/registrations.service';
import { GateModel, ScanModel } from '../../../server/modules/events/scans.model';
import { signTicket, ticketDigest, ticketKeyOf } from '../../../server/modules/events/ticket';

useDatabase();

let province: Province;
let manager: Context;
let steward: Context;
let stranger: Context;
let staff: Context;
let enterpriseName: string;
beforeAll(async () => {
  province = await aProvince();
  manager = await officerIn(province.city, 'event-manager');
  steward = await officerIn(province.city, 'steward');
  stranger = await officerIn(province.labour, 'steward');
  const enterprise = await anEnterprise({ deskOrganizationId: province.county.id });
  enterpriseName = enterprise.name;
  staff = await memberOf(enterprise);
});

let nonces = 0;
const nonce = () => `scan-nonce-${(nonces += 1)}`;
const code = (expected: string) => expect.objectContaining({ code: expected });

async function anAudience(...names: string[]) {
  const event = await anOpenEvent(manager, { perEnterprise: 20 });
  const registration = await registerAttendees(staff, event.id, {
    attendees: names.map((name) => ({ name })),
    nonce: nonce(),
  });
  return { event, registration, gate: at(steward, event.doorsOpenAt) };
}
const payloadOf = (registration: Registration, place = 0) => registration.tickets[place]?.payload ?? '';
const scan = (ctx: Context, eventId: string, ticket: string, gate = '1 号门') =>
  checkIn(ctx, eventId, { ticket, gate, nonce: nonce() });

describe('a gate', () => {
  it('admits a valid ticket and shows who comes in and how many are inside', async () => {
    const { event, registration, gate } = await anAudience('王海燕', '陈敏');
    expect(await scan(gate, event.id, payloadOf(registration))).toEqual({
      outcome: 'admitted',
      at: event.doorsOpenAt.toISOString(),
      gate: '1 号门',
      attendeeName: '王海燕',
      enterpriseName,
      admitted: 1,
      admittedHere: 1,
      refusedHere: 0,
      capacity: 100,
    });
    expect(await scan(gate, event.id, payloadOf(registration, 1), '2 号门')).toMatchObject({
      outcome: 'admitted',
      admitted: 2,
      admittedHere: 1,
    });
    const ticket = await TicketModel.findById(registration.tickets[0]?.id).lean();
    expect(ticket).toMatchObject({ status: 'used', admission: { at: event.doorsOpenAt, gate: '1 号门' } });
    expect((await getEvent(manager, event.id)).admitted).toBe(2);
    expect((await getEvent(staff, event.id)).admitted).toBe(0);
  });

  it('refuses a ticket that was used, with when and where', async () => {
    const { event, registration, gate } = await anAudience('王海燕');
    await scan(gate, event.id, payloadOf(registration));
    const later = at(steward, minutesAfter(event.doorsOpenAt, 5));
    expect(await scan(later, event.id, payloadOf(registration), '2 号门')).toMatchObject({
      outcome: 'refused',
      reason: 'already-used',
      attendeeName: '王海燕',
      earlier: { at: event.doorsOpenAt.toISOString(), gate: '1 号门' },
      admitted: 1,
      admittedHere: 0,
      refusedHere: 1,
    });
  });

  it('admits one of eight scans of a ticket at once and refuses the others with the one admission', async () => {
    for (let round = 0; round < 5; round++) {
      const { event, registration, gate } = await anAudience('王海燕');
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => scan(gate, event.id, payloadOf(registration), `${n} 号门`)),
      );
      const admitted = answers.filter(({ outcome }) => outcome === 'admitted');
      expect(admitted).toHaveLength(1);
      for (const answer of answers.filter(({ outcome }) => outcome === 'refused'))
        expect(answer).toMatchObject({ reason: 'already-used', earlier: { gate: admitted[0]?.gate } });
      expect(await ScanModel.countDocuments({ eventId: event.id })).toBe(8);
      expect(await ScanModel.countDocuments({ eventId: event.id, outcome: 'admitted' })).toBe(1);
    }
  });

  it('gives a repeated request the same answer, one after another or at once, and logs it once', async () => {
    const { event, registration, gate } = await anAudience('王海燕');
    const once = { ticket: payloadOf(registration), gate: '1 号门', nonce: nonce() };
    const answers = await Promise.all(Array.from({ length: 6 }, () => checkIn(gate, event.id, once)));
    const later = await checkIn(at(steward, minutesAfter(event.doorsOpenAt, 30)), event.id, once);
    for (const answer of answers) expect(answer).toEqual(later);
    expect(later.outcome).toBe('admitted');
    expect(await ScanModel.countDocuments({ eventId: event.id })).toBe(1);
    expect(await GateModel.find({ eventId: event.id }).lean()).toMatchObject([{ admitted: 1, refused: 0 }]);
    await expect(checkIn(gate, event.id, { ...once, ticket: '7K3M-Q2XW' })).rejects.toEqual(
      code('IDEMPOTENCY_KEY_REUSED'),
    );
  });

  it('still admits by the same request when the log of its admission was lost', async () => {
    const { event, registration, gate } = await anAudience('王海燕');
    const once = { ticket: payloadOf(registration), gate: '1 号门', nonce: nonce() };
    const first = await checkIn(gate, event.id, once);
    // As if the caller had died between admitting and logging: neither the scan nor its count was written.
    await ScanModel.deleteMany({ eventId: event.id });
    await GateModel.deleteMany({ eventId: event.id });
    expect(await checkIn(at(steward, minutesAfter(event.doorsOpenAt, 9)), event.id, once)).toEqual(first);
  });

  it('accepts the typed code in any case, with or without dash and blanks', async () => {
    const { event, registration, gate } = await anAudience('甲', '乙', '丙');
    const typed = registration.tickets.map((ticket) => ticket.code);
    expect((await scan(gate, event.id, typed[0] ?? '')).attendeeName).toBe('甲');
    expect((await scan(gate, event.id, (typed[1] ?? '').replace('-', '').toLowerCase())).outcome).toBe(
      'admitted',
    );
    expect((await scan(gate, event.id, [...(typed[2] ?? '')].join(' '))).outcome).toBe('admitted');
  });

  it('refuses what is no ticket, forged, of another event or unknown', async () => {
    const { event, registration, gate } = await anAudience('王海燕');
    const other = await anAudience('陈敏');
    const text = payloadOf(registration);
    const reasonOf = async (ticket: string) => {
      const answer = await scan(gate, event.id, ticket);
      expect(answer).not.toHaveProperty('attendeeName');
      return [answer.outcome, answer.reason];
    };
    expect(await reasonOf('https://example.com/q?1')).toEqual(['refused', 'unreadable']);
    expect(await reasonOf('QFT1.damaged')).toEqual(['refused', 'unreadable']);
    expect(await reasonOf(text.replace(/.(?=.{10}$)/, (letter) => (letter === 'A' ? 'B' : 'A')))).toEqual([
      'refused',
      'forged',
    ]);
    const stranger = ticketKeyOf(
      generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    );
    const claims = {
      eventId: event.id,
      ticketId: registration.tickets[0]?.id ?? '',
      notBefore: event.doorsOpenAt,
      notAfter: event.endsAt,
    };
    expect(await reasonOf(signTicket(stranger, claims))).toEqual(['refused', 'forged']);
    expect(await reasonOf(payloadOf(other.registration))).toEqual(['refused', 'wrong-event']);
    expect(await reasonOf(other.registration.tickets[0]?.code ?? '')).toEqual(['refused', 'unknown-ticket']);
    const own = ticketKeyOf(steward.environment.config.keys.ticketPrivateKey);
    const nobody = signTicket(own, { ...claims, ticketId: new Types.ObjectId().toHexString() });
    expect(await reasonOf(nobody)).toEqual(['refused', 'unknown-ticket']);
    expect((await TicketModel.findById(registration.tickets[0]?.id).lean())?.status).toBe('valid');
  });

  it('refuses cancelled tickets, and all tickets of an event that was called off', async () => {
    const { event, registration, gate } = await anAudience('王海燕');
    const other = await registerAttendees(staff, event.id, { attendees: [{ name: '陈敏' }], nonce: nonce() });
    await cancelRegistration(staff, registration.id);
    expect(await scan(gate, event.id, payloadOf(registration))).toMatchObject({
      reason: 'cancelled',
      attendeeName: '王海燕',
    });
    await callOffEvent(manager, event.id, '停电');
    expect(await scan(gate, event.id, payloadOf(other))).toMatchObject({
      outcome: 'refused',
      reason: 'cancelled',
    });
  });

  it('lets in from two hours before the doors until the end', async () => {
    const { event, registration } = await anAudience('甲', '乙');
    const opens = minutesAfter(event.doorsOpenAt, -120);
    const answerAt = (now: Date, place: number) =>
      scan(at(steward, now), event.id, payloadOf(registration, place));
    expect(await answerAt(new Date(opens.getTime() - 1), 0)).toMatchObject({ reason: 'too-early' });
    expect(await answerAt(opens, 0)).toMatchObject({ outcome: 'admitted' });
    expect(await answerAt(new Date(event.endsAt.getTime() + 1), 1)).toMatchObject({ reason: 'too-late' });
    expect(await answerAt(event.endsAt, 1)).toMatchObject({ outcome: 'admitted' });
  });

  it('serves stewards and managers of the event’s scope only', async () => {
    const { event, registration } = await anAudience('王海燕');
    const outside = at(stranger, event.doorsOpenAt);
    await expect(scan(outside, event.id, payloadOf(registration))).rejects.toEqual(code('NOT_FOUND'));
    await expect(getGateManifest(outside, event.id)).rejects.toEqual(code('NOT_FOUND'));
    await expect(listCheckIns(outside, event.id)).rejects.toEqual(code('NOT_FOUND'));
    await expect(listAttendees(outside, event.id, {})).rejects.toEqual(code('NOT_FOUND'));
    await expect(scan(staff, event.id, payloadOf(registration))).rejects.toEqual(code('FORBIDDEN'));
    expect((await scan(at(manager, event.doorsOpenAt), event.id, payloadOf(registration))).outcome).toBe(
      'admitted',
    );
  });
});

describe('the counts of gates', () => {
  it('agree with the log and with the tickets after many scans at once', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `代表${n}`);
    const { event, registration, gate } = await anAudience(...names);
    const scans = registration.tickets.flatMap(({ payload }, n) => [
      payload,
      n % 3 === 0 ? payload : 'x'.repeat(20),
    ]);
    await Promise.all(scans.map((text, n) => scan(gate, event.id, text, `${n % 3} 号门`)));
    const gates = await GateModel.find({ eventId: event.id }).lean();
    expect(gates).toHaveLength(3);
    for (const { gate: name, admitted, refused } of gates) {
      const here = { eventId: event.id, gate: name };
      expect(admitted).toBe(await ScanModel.countDocuments({ ...here, outcome: 'admitted' }));
      expect(refused).toBe(await ScanModel.countDocuments({ ...here, outcome: 'refused' }));
    }
    expect(gates.reduce((sum, { admitted }) => sum + admitted, 0)).toBe(12);
    expect(await TicketModel.countDocuments({ eventId: event.id, status: 'used' })).toBe(12);
    expect((await getEvent(manager, event.id)).admitted).toBe(12);
  });
});

describe('the log of a gate', () => {
  it('shows the latest scans first, names masked, and who scanned is kept', async () => {
    const { event, registration, gate } = await anAudience('王海燕');
    await scan(gate, event.id, payloadOf(registration));
    await scan(at(steward, minutesAfter(event.doorsOpenAt, 1)), event.id, '不是票');
    expect(await listCheckIns(gate, event.id)).toMatchObject([
      { outcome: 'refused', reason: 'unreadable', refusedHere: 1 },
      { outcome: 'admitted', attendeeName: '王**' },
    ]);
    const stored = await ScanModel.find({ eventId: event.id }).lean();
    expect(stored.every(({ scannedBy }) => scannedBy.equals(personOf(steward).personId))).toBe(true);
  });
});

describe('a gate’s manifest', () => {
  it('lists the key and each ticket’s digest and status', async () => {
    const { event, registration, gate } = await anAudience('甲', '乙');
    await scan(gate, event.id, payloadOf(registration, 1));
    const manifest = await getGateManifest(gate, event.id);
    const key = ticketKeyOf(steward.environment.config.keys.ticketPrivateKey);
    expect(manifest).toMatchObject({
      event: { id: event.id, admitted: 1 },
      keys: [{ id: key.id, publicKey: key.publicKey }],
      tickets: [
        { digest: ticketDigest(payloadOf(registration, 0)), status: 'valid' },
        { digest: ticketDigest(payloadOf(registration, 1)), status: 'used' },
      ],
      issuedAt: event.doorsOpenAt.toISOString(),
    });
  });
});

describe('the attendee list', () => {
  it('masks names, finds by name, enterprise, code and phone tail, and counts', async () => {
    const event = await anOpenEvent(manager, { perEnterprise: 20 });
    const registration = await registerAttendees(staff, event.id, {
      attendees: [{ name: '王海燕', phone: '13812346021' }, { name: '陈敏' }, { name: '刘洋' }],
      nonce: nonce(),
    });
    await scan(at(steward, event.doorsOpenAt), event.id, payloadOf(registration, 1));
    const names = async (query: Parameters<typeof listAttendees>[2]) => {
      const { items, total } = await listAttendees(manager, event.id, query);
      return [items.map(({ name }) => name), total];
    };
    expect(await names({})).toEqual([['王**', '陈**', '刘**'], 3]);
    expect(await names({ q: '海燕' })).toEqual([['王**'], 1]);
    expect(await names({ q: '6021' })).toEqual([['王**'], 1]);
    expect(await names({ q: registration.tickets[2]?.code.toLowerCase() ?? '' })).toEqual([['刘**'], 1]);
    expect(await names({ q: enterpriseName.slice(0, 5) })).toEqual([['王**', '陈**', '刘**'], 3]);
    expect(await names({ q: '.*' })).toEqual([[], 0]);
    expect(await names({ status: 'used' })).toEqual([['陈**'], 1]);
    expect((await listAttendees(manager, event.id, { status: 'used' })).items[0]).toMatchObject({
      usedAt: event.doorsOpenAt.toISOString(),
      gate: '1 号门',
    });
    const first = await listAttendees(manager, event.id, { limit: 2 });
    const second = await listAttendees(manager, event.id, { limit: 2, cursor: first.next ?? '' });
    expect([first.items.length, second.items.map(({ name }) => name), second.next]).toEqual([
      2,
      ['刘**'],
      undefined,
    ]);
  });
});
