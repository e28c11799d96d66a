import { rm } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';
import mongoose from 'mongoose';
import { messageTemplates } from '@contract/enums';
import { StartError, type Config } from '../config';
import type { Environment } from '../context';
import { createAllIndexes } from '../database/indexes';
import { grantConsent } from '../modules/accounts/consents.service';
import { PersonModel } from '../modules/accounts/people.model';
import { answerSubscription, listPhones } from '../sandbox/phones.service';
import { edition, LoadModel } from './load.model';
import { templateBook } from '../sandbox/template-book';
import { loadBodies, loadPeople, loadPhones } from './load-bodies';
import { loadEnterprises, loadMembers } from './load-enterprises';
import { loadEvents } from './load-events';
import { loadIssues } from './load-issues';
import { loadListings } from './load-listings';
import { loadPolicies } from './load-policies';
import { loadReadings } from './load-readings';
import { loadRequests } from './load-requests';
import { people } from './people';
import { createRandom } from './random';
import { loadWindows } from './load-windows';
import { need, type World } from './world';

/** How often the tour's people have said yes to each kind of WeChat message before. */
const consents = 5;

/**
 * Keeps demonstration and production apart: neither starts on the other's data.
 * @throws StartError when the connected database is the other's
 */
export async function checkDatabase({ isDemonstration, dataDir }: Config): Promise<void> {
  const isDemonstrationData = (await LoadModel.exists({})) !== null;
  if (!isDemonstration && isDemonstrationData)
    throw new StartError('这个数据库里是演示数据，不能当正式环境用。请换一个 DATA_DIR 或 MONGODB_URI。');
  if (isDemonstration && !isDemonstrationData && (await PersonModel.exists({})))
    throw new StartError(
      `${dataDir} 里的数据库不是演示用的，演示环境不会动它。\n要看演示，请换一个 DATA_DIR；要运行正式环境，请设置 WECHAT_APPID 等变量。`,
    );
}

/**
 * Clears a demonstration database whose records have the form of another edition, with all that was imported into it;
 * true where there was one.
 */
export async function clearOtherEdition(config: Config, log: FastifyBaseLogger): Promise<boolean> {
  const load = await LoadModel.findOne().lean();
  if (!load || load.edition === edition) return false;
  log.warn({ from: load.edition ?? 1, to: edition }, 'demonstration data of another edition cleared');
  await clear(config);
  return true;
}

/**
 * Loads the demonstration province into a database that doesn't have it, beside what was imported; returns at once where
 * it stands. A load that was cut off left half a province: it is cleared and loaded anew.
 */
export async function loadDemonstration(
  environment: Environment,
  log: FastifyBaseLogger,
  onProgress: (text: string) => void = () => undefined,
): Promise<void> {
  const load = await LoadModel.findOne().lean();
  if (load?.loadedAt) return;
  if (load) await clear(environment.config);
  await LoadModel.create({ begunAt: environment.clock.now(), edition });
  const world: World = {
    environment,
    log,
    random: createRandom(20_141_124),
    now: environment.clock.now(),
    bodies: new Map(),
    people: new Map(),
    enterprises: new Map(),
  };
  const steps: [string, (world: World) => Promise<void>][] = [
    ['机构', loadBodies],
    ['企业', loadEnterprises],
    ['人员', loadPeople],
    ['企业成员', loadMembers],
    ['绑定申请', loadRequests],
    ['窗口', loadWindows],
    ['手机', loadPhones],
    ['授权', loadConsents],
    ['政策和简报', loadPolicies],
    ['诉求', loadIssues],
    ['电话联系', loadReadings],
    ['活动', loadEvents],
    ['供需', loadListings],
  ];
  for (const [name, step] of steps) {
    onProgress(`正在装入${name}`);
    const began = Date.now();
    await step(world);
    log.info({ step: name, ms: Date.now() - began }, 'demonstration step loaded');
  }
  await LoadModel.updateOne({}, { $set: { loadedAt: world.now } });
  onProgress(`演示省，18 市，${world.enterprises.size} 家企业`);
}

async function clear({ checkpointFile }: Config): Promise<void> {
  await mongoose.connection.dropDatabase();
  // Its checkpoints vouch for a trail that is gone: kept, they would tell of entries taken away.
  await rm(checkpointFile, { force: true });
  await createAllIndexes();
}

/** The people of the tour have allowed a few WeChat messages of each kind. */
async function loadConsents(world: World): Promise<void> {
  const book = templateBook(world.environment.config);
  const phones = await listPhones();
  for (const { key, name } of people) {
    const phone = phones.find((each) => each.name === name);
    if (!phone) continue;
    for (let round = 0; round < consents; round++) {
      await answerSubscription(phone.id, book, { templateIds: [...book.keys()], choice: 'accept' });
      for (const template of messageTemplates) await grantConsent(need(world.people, key), template);
    }
  }
}
