import mongoose from 'mongoose';
import type { Context } from '../../../server/context';
import { EventModel } from '../../../server/modules/events/events.model';
import { RegistrationModel, TicketModel } from '../../../server/modules/events/registrations.model';
import { registerAttendees } from '../../../server/modules/events/registrations.service';
import { settleHolds } from '../../../server/modules/events/seats.service';
import { memberOf, officerIn, personOf, testNow } from '../../support/context';
import { anEnterprise } from '../../support/enterprises';
import { anOpenEvent, at, minutesAfter } from '../../support/events';
import { buildScript, databaseUri, runAndKill, useImpatientDatabase } from '../../support/killable';
import { aProvince } from '../../support/organizations';

// A caller that dies inside a transaction leaves it open: everybody who wants the same record waits for it.
useImpatientDatabase();

const rounds = 6;
const capacity = 40;
let script = '';
beforeAll(() => {
  script = buildScript('restless-caller');
}, 60_000);

it('seats stay whole when callers are killed in the middle of signing up and cancelling', async () => {
  const province = await aProvince();
  const manager = await officerIn(province.city, 'event-manager');
  const { id } = await anOpenEvent(manager, { capacity, perEnterprise: 20 });
  const killed: { ctx: Context; nonce: string }[] = [];
  const confirmed: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const callers = await Promise.all(
      Array.from({ length: 2 }, async () =>
        memberOf(await anEnterprise({ deskOrganizationId: province.county.id })),
      ),
    );
    await Promise.all(
      callers.map(async (ctx) => {
        const args = [databaseUri(), mongoose.connection.name, id, personOf(ctx).personId];
        const lines = await runAndKill(script, args, Math.random() * 200);
        const said = lines.map((line) => line.split(' '));
        const done = said.filter(([what]) => what === 'done');
        confirmed.push(...done.map(([, , registrationId = '']) => registrationId));
        const [what, nonce = ''] = said.at(-1) ?? [];
        if (what === 'try') killed.push({ ctx, nonce });
      }),
    );
    expect((await EventModel.findById(id).lean())?.seatsTaken).toBeLessThanOrEqual(capacity);
  }
  await settleHolds(at(manager, minutesAfter(testNow, 5)));
  await expectWhole(id);
  expect(
    await RegistrationModel.countDocuments({ _id: { $in: confirmed }, status: { $ne: 'abandoned' } }),
  ).toBe(confirmed.length);

  // Whoever was killed asks again with the same nonce: the old registration or a new one, never two.
  for (const { ctx, nonce } of killed) {
    const again = { attendees: [{ name: nonce }], nonce };
    await registerAttendees(ctx, id, again).catch((error: unknown) =>
      expect(error).toMatchObject({ code: expect.stringMatching(/^(EVENT_FULL|VALIDATION_FAILED)$/) }),
    );
    expect(
      await TicketModel.countDocuments({ eventId: id, name: nonce, isActive: true }),
    ).toBeLessThanOrEqual(1);
  }
  await settleHolds(at(manager, minutesAfter(testNow, 10)));
  await expectWhole(id);
}, 240_000);

async function expectWhole(eventId: string): Promise<void> {
  const registrations = await RegistrationModel.find({ eventId, status: 'confirmed' }).lean();
  const seats = registrations.reduce((sum, registration) => sum + registration.seats, 0);
  expect(await EventModel.findById(eventId).lean()).toMatchObject({
    seatsTaken: seats,
    holds: [],
    returns: [],
  });
  expect(await TicketModel.countDocuments({ eventId, isActive: true })).toBe(seats);
}
