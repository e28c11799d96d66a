import type { App } from '../../server/app';
import { buildApp } from '../../server/app';
import type { OfficerRole } from '../../server/contract/enums';
import { getMe, openSession, recordConsents } from '../../client/src/api/accounts';
import { setSessionKeeper, setTransport } from '../../client/src/api/request';
import { deliverOutbox } from '../../server/modules/messages/messages.service';
import { grantEnterprise } from '../../server/modules/accounts/memberships.service';
import { grantOffice } from '../../server/modules/accounts/offices.service';
import { createPerson } from '../../server/modules/accounts/people.service';
import { recordPrivacyConsent } from '../../server/modules/accounts/privacy-consents.service';
import { setResponsibility } from '../../server/modules/organizations/responsibilities.service';
import { contextOf, testNow } from './context';
import { anEnterprise } from './enterprises';
import { anOrganization } from './organizations';
import { startSandbox, type Sandbox, type SandboxPhone } from './wechat';

/** Somebody with a phone in the sandbox, signed in through it. */
export interface Player {
  personId: string;
  phone: SandboxPhone;
  token: string;
}

/** A small world for journeys: the whole application over the sandbox, and the people of one story. */
export interface JourneyWorld {
  app: App;
  sandbox: Sandbox;
  enterprise: { id: string; creditCode: string };
  /** 中牟县发展和改革委员会, answerable for 水电气热. */
  body: string;
  players: Record<'staff' | 'rival' | 'desk' | 'handler' | 'manager' | 'steward' | 'editor', Player>;
  /** Lets the person act: the client's API functions called inside go out with their session. */
  as<T>(player: Player, act: () => Promise<T>): Promise<T>;
  /** Sends what waits in the outbox, as the job does. */
  deliver(): Promise<void>;
  close(): Promise<void>;
}

let phones = 0;

/** Builds the world on the test's database; call after `useDatabase()`. */
export async function aJourneyWorld(): Promise<JourneyWorld> {
  const sandbox = await startSandbox();
  const app = await buildApp(sandbox.environment);
  const ctx = contextOf(undefined, { now: testNow });
  const province = await anOrganization({ regionCode: '410000', name: '河南省企业服务办公室' });
  const city = await anOrganization({
    regionCode: '410100',
    name: '郑州市企业服务办公室',
    parentId: province.id,
  });
  const county = await anOrganization({
    regionCode: '410122',
    name: '中牟县企业服务办公室',
    parentId: city.id,
  });
  const body = await anOrganization({
    regionCode: '410122',
    kind: 'department',
    name: '中牟县发展和改革委员会',
    shortName: '县发展改革委',
    parentId: county.id,
  });
  await setResponsibility(ctx, { field: 'utilities', organizationId: body.id });
  const enterprise = await anEnterprise({
    regionCode: '410122',
    industryCode: '3599',
    facts: {
      employees: 86,
      revenueFen: 4_280_000_000,
      equipmentInvestmentFen: 620_000_000,
      dishonest: false,
    },
  });
  const rival = await anEnterprise({ regionCode: '410300', industryCode: '3599' });

  let token: string | undefined;
  setSessionKeeper({ token: () => token, renew: async () => false, lost: () => undefined });
  setTransport({
    baseUrl: '/api',
    async send({ method, path, headers, body: payload }) {
      const reply = await app.inject({
        method: method as 'GET',
        url: `/api${path}`,
        headers,
        ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
      });
      return { status: reply.statusCode, body: reply.body ? (JSON.parse(reply.body) as unknown) : undefined };
    },
    upload: () => Promise.reject(new Error('no uploads in this journey')),
  });

  const player = async (name: string, join: (personId: string) => Promise<void>): Promise<Player> => {
    const phone = await sandbox.phone({ name });
    const { id: personId } = await createPerson(ctx, {
      openid: phone.openid,
      name,
      phone: `1990000${String(1000 + (phones += 1))}`,
    });
    await recordPrivacyConsent(ctx, personId);
    await join(personId);
    const session = await openSession(await phone.loginCode());
    return { personId, phone, token: session.token };
  };
  const officer = (name: string, organizationId: string, ...roles: OfficerRole[]) =>
    player(name, (personId) => grantOffice(ctx, { personId, organizationId, roles, isHead: true }));
  const member = (name: string, enterpriseId: string) =>
    player(name, (personId) => grantEnterprise(ctx, { personId, enterpriseId, role: 'admin' }));

  const players = {
    staff: await member('王海燕', enterprise.id),
    rival: await member('赵敏', rival.id),
    desk: await officer('李雅琴', county.id, 'desk'),
    handler: await officer('周志强', body.id, 'handler'),
    manager: await officer('王海涛', city.id, 'event-manager'),
    steward: await officer('宋佳', city.id, 'steward'),
    editor: await officer('孟晓冬', province.id, 'editor'),
  };
  return {
    app,
    sandbox,
    enterprise,
    body: body.id,
    players,
    async as(who, act) {
      const before = token;
      token = who.token;
      try {
        return await act();
      } finally {
        token = before;
      }
    },
    async deliver() {
      await deliverOutbox(
        contextOf(undefined, { now: sandbox.environment.clock.now(), environment: sandbox.environment }),
      );
    },
    async close() {
      await app.close();
      await sandbox.close();
    },
  };
}

/** The person says yes to WeChat's question, and the mini-program tells the API so. */
export async function allowMessages(
  world: JourneyWorld,
  who: Player,
  template: 'policy-briefing' | 'issue-progress' | 'event-reminder',
): Promise<void> {
  await who.phone.allow(template);
  const templateId = world.sandbox.environment.config.wechat.templateIds[template];
  await world.as(who, () => recordConsents({ [templateId]: 'accept' }));
}

/** Who the API takes the person for. */
export const whoIs = (world: JourneyWorld, who: Player) => world.as(who, getMe);
