import fc from 'fast-check';
import { consentsLeft, grantConsent } from '../../../server/modules/accounts/consents.service';
import { WeChatError } from '../../../server/gateways/wechat';
import { DeliveryModel, type StoredDelivery } from '../../../server/modules/messages/messages.model';
import { deliverOutbox, notify } from '../../../server/modules/messages/messages.service';
import { anEnvironment, aWeChat, contextOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aNotice, aProgress, aSubscriber } from '../../support/messages';

useDatabase();

/** What WeChat does with one call, and whether the person got the message. */
const fates = [
  'taken',
  'busy',
  'refused',
  'no-credit',
  'taken-then-lost',
  'lost',
  'taken-then-killed',
  'killed',
] as const;
type Fate = (typeof fates)[number];
const isTaken = (fate: Fate) => fate.startsWith('taken');

type Command =
  { kind: 'notify' } | { kind: 'grant' } | { kind: 'run'; fates: Fate[] } | { kind: 'pass'; seconds: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'notify' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'grant' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      fates: fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      seconds: fc.constantFrom(1, 3, 59, 61, 3_600),
    }),
  },
);

/** A product and a WeChat that remembers, per message, what it took: the record against which the outbox is judged. */
class World {
  readonly took = new Map<string, number>();
  readonly calls = new Map<string, number>();
  private now = testNow.getTime();
  private readonly unfinished: (() => void)[] = [];
  private readonly runs: Promise<unknown>[] = [];
  private keys = 0;
  /** From then on no call hangs: a resumed run may go on to its next one. */
  private isEnding = false;
  constructor(
    readonly personId: string,
    readonly prefix: string,
  ) {}

  async obey(next: Command): Promise<void> {
    if (next.kind === 'pass') this.now += next.seconds * 1_000;
    else if (next.kind === 'grant') await grantConsent(this.personId, 'issue-progress');
    else if (next.kind === 'notify') await this.tell();
    else await this.run(next.fates);
  }

  private async tell(): Promise<void> {
    this.keys += 1;
    const key = `${this.prefix}${this.keys}`;
    await notify(
      contextOf(undefined, { now: new Date(this.now) }),
      aNotice([this.personId], { key, subscription: aProgress({ number: String(this.keys) }) }),
    );
  }

  /** One run of the outbox; a killed call leaves it hanging for good, as a killed process would. */
  private async run(script: Fate[]): Promise<void> {
    let hang = () => {};
    const hung = new Promise<void>((resolve) => (hang = resolve));
    const left = [...script];
    const wechat = aWeChat({
      sendSubscribeMessage: async ({ data }) => {
        const id = data.character_string1 ?? '';
        const fate = left.shift() ?? 'taken';
        this.calls.set(id, (this.calls.get(id) ?? 0) + 1);
        if (isTaken(fate)) this.took.set(id, (this.took.get(id) ?? 0) + 1);
        if (fate === 'busy') throw new WeChatError('busy', { errcode: -1, outcome: 'not-sent' });
        if (fate === 'refused') throw new WeChatError('refused', { errcode: 47003, outcome: 'refused' });
        if (fate === 'no-credit') throw new WeChatError('refused', { errcode: 43101, outcome: 'refused' });
        if (fate.endsWith('lost')) throw new WeChatError('lost', { outcome: 'unknown' });
        if (fate.endsWith('killed') && !this.isEnding) {
          await new Promise<void>((resolve) => {
            this.unfinished.push(resolve);
            hang();
          });
        }
        if (fate.endsWith('killed')) throw new WeChatError('lost', { outcome: 'unknown' });
        return {};
      },
    });
    const ctx = contextOf(undefined, { now: new Date(this.now), environment: anEnvironment({ wechat }) });
    const run = deliverOutbox(ctx, { parallel: 1, limit: 5 });
    this.runs.push(run);
    await Promise.race([run, hung]);
  }

  /** Every delivery's state must agree with what WeChat really did. */
  async check(): Promise<void> {
    const deliveries = await this.deliveries();
    for (const delivery of deliveries) {
      const id = delivery.fields.character_string1 ?? '';
      const took = this.took.get(id) ?? 0;
      expect(took).toBeLessThanOrEqual(1);
      if (delivery.status === 'sent') expect(took).toBe(1);
      if (['pending', 'failed', 'no-consent'].includes(delivery.status)) expect(took).toBe(0);
      expect(delivery.attempts.length).toBeGreaterThanOrEqual(this.calls.get(id) ?? 0);
      expect(Boolean(delivery.settledAt)).toBe(!['pending', 'sending'].includes(delivery.status));
    }
    const left = (await consentsLeft([this.personId], 'issue-progress')).get(this.personId) ?? 0;
    expect(left).toBeGreaterThanOrEqual(0);
  }

  deliveries(): Promise<StoredDelivery[]> {
    return DeliveryModel.find({ key: { $gte: this.prefix, $lt: `${this.prefix}\uffff` } }).lean();
  }

  async open(): Promise<StoredDelivery[]> {
    return (await this.deliveries()).filter(({ status }) => status === 'pending' || status === 'sending');
  }

  /** Ends every hanging call, then lets the product run on until nothing is left to do. */
  async settle(): Promise<void> {
    this.isEnding = true;
    for (const finish of this.unfinished) finish();
    await Promise.all(this.runs);
    for (let round = 0; round < 12 && (await this.open()).length > 0; round += 1) {
      this.now += 20 * 60_000;
      await this.run([]);
    }
  }
}

let worlds = 0;

test('whatever WeChat does and whenever the sender dies, nothing is sent twice and every state tells the truth', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 25 }), async (commands) => {
      worlds += 1;
      await DeliveryModel.deleteMany({});
      const world = new World((await aSubscriber({ consents: 2 })).id, `world-${worlds}:`);
      for (const next of commands) {
        await world.obey(next);
        await world.check();
      }
      await world.settle();
      await world.check();
      expect(await world.open()).toEqual([]);
    }),
    { numRuns: 20 },
  );
}, 120_000);
