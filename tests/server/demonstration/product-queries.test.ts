import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import type { CommandStartedEvent, Document } from 'mongodb';
import { routes } from '../../../server/contract';
import { buildApp, type App } from '../../../server/app';
import { createAllIndexes } from '../../../server/database/indexes';
import { loadDemonstration } from '../../../server/demonstration/load';
import { people } from '../../../server/demonstration/people';
import { jobList } from '../../../server/jobs/job-list';
import { PersonModel } from '../../../server/modules/accounts/people.model';
import { openConsoleSignIn } from '../../../server/modules/accounts/console-sign-ins.service';
import { OfficeModel } from '../../../server/modules/accounts/memberships.model';
import { actorOf, startSession } from '../../../server/modules/accounts/sessions.service';
import { uploadList } from '../../support/lists';
import { anEnvironment, contextOf, testLog, testNow } from '../../support/context';

/** Copies of the demonstration province that make its collections large enough for indexes to matter. */
const COPIES = 12;
/** A search may look at this many documents for each it returns, and is not measured below a page. */
const ALLOWANCE = 3;
const SMALL = 20;

/** The commands the product sent, one or a few for each shape. */
const commands = new Map<string, Document[]>();
const SAMPLES = 3;
let isRecording = true;

const searches = new Set(['find', 'aggregate', 'count', 'distinct', 'update', 'delete', 'findAndModify']);
const ofTheProtocol =
  /^(lsid|\$db|\$clusterTime|txnNumber|autocommit|startTransaction|readConcern|writeConcern)$/;

/** A filter without its values: what it asks about, and how. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))];
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
  return '?';
}

function record({ commandName, command }: CommandStartedEvent): void {
  if (!isRecording || !searches.has(commandName)) return;
  for (const single of singles(command)) {
    const shape = JSON.stringify([
      commandName,
      command[commandName],
      shapeOf(single.filter ?? single.query ?? single.pipeline ?? queriesOf(single)),
      single.sort instanceof Map ? [...single.sort] : (single.sort ?? null),
    ]);
    const known = commands.get(shape) ?? [];
    if (known.length < SAMPLES) commands.set(shape, [...known, single]);
    // The latest is the one that saw the data at its largest.
    else known[SAMPLES - 1] = single;
  }
}

function queriesOf(command: Document): unknown {
  const [statement] = (command.updates ?? command.deletes ?? []) as Document[];
  return statement?.q;
}

/** A bulk write as one command for each of its statements. */
function singles(command: Document): Document[] {
  const bare = Object.fromEntries(Object.entries(command).filter(([name]) => !ofTheProtocol.test(name)));
  for (const name of ['updates', 'deletes']) {
    const statements = bare[name] as Document[] | undefined;
    if (statements)
      return statements.slice(0, SAMPLES).map((statement) => ({ ...bare, [name]: [statement] }));
  }
  return [bare];
}

/** The same identifier in another copy of the province. */
const moved = (hex: string, copy: number) =>
  hex.slice(0, 8) + createHash('sha256').update(`${copy}:${hex}`).digest('hex').slice(0, 16);

/** A document as it stands in another copy: every identifier is another one, the words are the same. */
function copyOf(value: unknown, copy: number, kept: ReadonlySet<string>): unknown {
  if (value instanceof mongoose.mongo.ObjectId) {
    const hex = value.toHexString();
    return kept.has(hex) ? value : new mongoose.mongo.ObjectId(moved(hex, copy));
  }
  if (typeof value === 'string')
    return value.replace(/[0-9a-f]{24}/g, (hex) => (kept.has(hex) ? hex : moved(hex, copy)));
  if (Array.isArray(value)) return value.map((item) => copyOf(item, copy, kept));
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, copyOf(inner, copy, kept)]),
    );
  return value;
}

/** Fields by which a record is the only one, besides its identifiers. */
const uniqueFields = [
  'creditCode',
  'openid',
  'phoneIndex',
  'tokenHash',
  'nonce',
  'changeNumber',
  'number',
  'code',
];

/**
 * Fills the database with copies of what is in it. Bodies stay shared, so that an officer's lists grow as well as the
 * number of enterprises; in every other copy the people and enterprises are shared too, so that theirs grow.
 */
async function multiply(): Promise<void> {
  const db = mongoose.connection.db!;
  const idsOf = async (name: string) =>
    (
      await db
        .collection(name)
        .find({}, { projection: { _id: 1 } })
        .toArray()
    ).map(({ _id }) => String(_id));
  const bodies = new Set(await idsOf('organizations'));
  const parties = new Set([...bodies, ...(await idsOf('people')), ...(await idsOf('enterprises'))]);
  for (const { name } of await db.listCollections().toArray()) {
    const collection = db.collection(name);
    const originals = await collection.find({}).toArray();
    if (['organizations', 'loads', 'changes'].includes(name) || originals.length < 2) continue;
    for (let copy = 1; copy <= COPIES; copy += 1) {
      const kept = copy % 2 === 0 ? bodies : parties;
      const docs = originals.map((original) => {
        const doc = copyOf(original, copy, kept) as Document;
        for (const field of uniqueFields) {
          const value: unknown = doc[field];
          if (typeof value === 'string') doc[field] = `${value}~${copy}`;
          else if (typeof value === 'number') doc[field] = value + copy * 1_000_000;
        }
        return doc;
      });
      // What would be there twice, such as the shared people themselves, stays as it is.
      await collection.insertMany(docs as never, { ordered: false }).catch((error: unknown) => {
        if ((error as { code?: number }).code !== 11000) throw error;
      });
    }
  }
}

/** The queries of a route worth asking: each closed choice in turn. */
function queriesFor(schema: Document | undefined): Record<string, string>[] {
  const properties = (schema?.properties ?? {}) as Record<string, { enum?: string[] }>;
  const required = new Set((schema?.required ?? []) as string[]);
  const bases = Object.entries(properties)
    .filter(([name]) => required.has(name))
    .reduce<Record<string, string>[]>(
      (list, [name, { enum: values = name === 'regionCode' ? ['410122'] : [] }]) =>
        list.flatMap((base) => values.map((value) => ({ ...base, [name]: value }))),
      [{}],
    );
  const choices = Object.entries(properties)
    .filter(([name]) => !required.has(name))
    .flatMap(([name, { enum: values }]) => {
      if (values) return values.map((value) => ({ [name]: value }));
      if (name === 'q') return [{ q: '设备' }];
      return name === 'regionCode' ? [{ regionCode: '410122' }] : [];
    });
  return bases.flatMap((base) => [base, ...choices.map((choice) => ({ ...base, ...choice }))]);
}

/** One person of the demonstration for each set of roles. */
async function findReaders(): Promise<string[]> {
  const byRoles = new Map(
    people.map(({ name, office, enterprise }) => [`${String(office?.roles)} ${enterprise?.role}`, name]),
  );
  const found = await PersonModel.find({ name: { $in: [...byRoles.values()] } });
  return found.map(({ id }) => String(id));
}

/** Where the records of a route stand, if not in the collection of its first noun. */
const collections: Record<string, string> = {
  audit: 'audit_entries',
  'enterprise-imports': 'enterprise_imports',
};

/** The list of enterprises that a desk officer among the readers has brought in. */
async function uploadOne(readers: readonly string[]): Promise<void> {
  const { personId } = await OfficeModel.findOne({ roles: 'desk', personId: { $in: readers } }).orFail();
  const actor = await actorOf(personId.toString(), '0'.repeat(24));
  await uploadList(contextOf(actor ?? undefined), '统一社会信用代码,企业名称\n91410100MA0000010U,表内公司\n');
}

/** Asks every reading route what it can be asked, as each of the readers; also for second pages. */
async function readEverything(app: App, readers: readonly string[]): Promise<Set<string>> {
  const answered = new Set<string>();
  const db = mongoose.connection.db!;
  for (const id of readers) {
    const { token } = await startSession(contextOf(), id);
    const get = async (route: string, url: string) => {
      const reply = await app.inject({ url: `/api${url}`, headers: { authorization: `Bearer ${token}` } });
      if (reply.statusCode === 200) answered.add(route);
      return String(reply.headers['content-type']).includes('json') ? (reply.json() as Document) : {};
    };
    for (const [route, schema] of Object.entries(routes)) {
      const [method, path = ''] = route.split(' ');
      if (method !== 'GET') continue;
      let urls = [path];
      if (path.includes(':creditCode')) {
        urls = [
          path.replace(':creditCode', String((await db.collection('enterprises').findOne())?.creditCode)),
        ];
      } else if (path.includes(':code')) {
        urls = [path.replace(':code', (await openConsoleSignIn(contextOf())).code)];
      } else if (path.includes(':id')) {
        // Only associations have members.
        const kind = path.endsWith('/members') ? { kind: 'association' } : {};
        const noun = path.split('/')[1]!;
        const some = await db
          .collection(collections[noun] ?? noun)
          .find(kind)
          .limit(3)
          .toArray();
        urls = some.map(({ _id }) => path.replace(':id', String(_id)).replace(':attribute', 'employees'));
      }
      for (const url of urls) {
        for (const query of queriesFor((schema as Document).querystring as Document)) {
          const page = await get(route, `${url}?${new URLSearchParams(query).toString()}`);
          if (page.next)
            await get(route, `${url}?${new URLSearchParams({ ...query, cursor: page.next }).toString()}`);
        }
      }
    }
  }
  return answered;
}

interface Measured {
  examined: number;
  returned: number;
  stages: string;
}

function stageNames(stage: Document | undefined): string[] {
  if (!stage) return [];
  const inner = [stage.inputStage, ...((stage.inputStages ?? []) as Document[])].filter(
    Boolean,
  ) as Document[];
  return [String(stage.stage), ...inner.flatMap(stageNames)];
}

async function explain(command: Document): Promise<Document> {
  const plan = await mongoose.connection.db!.command({ explain: command, verbosity: 'executionStats' });
  // A pipeline with stages of its own is told of in parts: the search is the first of them.
  return (plan.stages as Document[] | undefined)?.[0]?.$cursor ?? plan;
}

async function measure(command: Document): Promise<Measured> {
  const { executionStats, queryPlanner } = await explain(command);
  // What a pipeline counts or groups is what its search returns.
  const [match, group] = (command.pipeline ?? []) as Document[];
  const grouped =
    match?.$match && group?.$group ? { find: command.aggregate, filter: match.$match } : undefined;
  const returned = grouped ? (await explain(grouped)).executionStats : executionStats;
  return {
    examined: Math.max(executionStats.totalDocsExamined, executionStats.totalKeysExamined),
    returned: returned.nReturned as number,
    stages: stageNames(queryPlanner.winningPlan as Document).join(' ← '),
  };
}

/** Fields that are lists both: no index of MongoDB holds the two, so that a search goes by the one that says more. */
const twoLists: Record<string, [string, string]> = { offices: ['scope', 'roles'] };

function conditionsIn(filter: Document): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, value]) =>
    name === '$and' ? (value as Document[]).flatMap(conditionsIn) : [[name, value] as [string, unknown]],
  );
}

/** How many records a search by both of two lists may look at: what the narrower of the two finds. */
async function narrowerList(command: Document): Promise<number> {
  const collection = String(command.find ?? command.aggregate);
  const lists = twoLists[collection];
  const [match] = (command.pipeline ?? []) as Document[];
  const asked = conditionsIn((command.filter ?? match?.$match ?? {}) as Document);
  const given = (lists ?? []).flatMap((name) => asked.filter(([field]) => field === name).slice(0, 1));
  if (given.length < 2) return 0;
  const counts = given.map(([name, value]) =>
    mongoose.connection.collection(collection).countDocuments({ [name]: value }),
  );
  return Math.min(...(await Promise.all(counts)));
}

/** A search for words inside a text: no index helps, so that it reads the list it searches. */
const isTextSearch = (shape: string) => shape.includes('$regex');

describe('the queries of the product, over a dozen copies of the demonstration province', () => {
  const environment = anEnvironment();
  let app: App;
  let readers: string[];

  beforeAll(async () => {
    const uri = process.env.TEST_MONGODB_URI ?? process.env.TEST_DATABASE_URI ?? '';
    await mongoose.connect(uri, {
      dbName: `queries-${process.pid}-${Date.now().toString(36)}`,
      autoIndex: false,
      autoCreate: false,
      monitorCommands: true,
    });
    mongoose.connection.getClient().on('commandStarted', record);
    await createAllIndexes();
    app = await buildApp(environment);
    await loadDemonstration(environment, testLog);
    isRecording = false;
    readers = await findReaders();
    await uploadOne(readers);
    await multiply();
    isRecording = true;
  }, 600_000);
  afterAll(async () => {
    await app.close();
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
  });

  it('are all sent: every reading route answers, every job runs', async () => {
    const answered = await readEverything(app, readers);
    const reading = Object.keys(routes).filter((route) => route.startsWith('GET '));
    // A copy of somebody's data is read by the link that comes with it; the demonstration has none. WeChat's question
    // is signed, and asks nothing of the database.
    const unasked = ['GET /exports/:id', 'GET /wechat-events'];
    expect(reading.filter((route) => !answered.has(route))).toEqual(unasked);
    for (const job of jobList)
      await job.run(contextOf({ kind: 'system', name: job.name }, { environment, now: testNow }));
    isRecording = false;
    expect(commands.size).toBeGreaterThan(60);
  }, 600_000);

  it(`look at no more than ${ALLOWANCE} times what they return, and go by an index`, async () => {
    const wasteful: string[] = [];
    for (const [shape, samples] of commands) {
      if (isTextSearch(shape)) continue;
      for (const command of samples) {
        const { examined, returned, stages } = await measure(command);
        // Reading a whole collection is right for who wants all of it.
        const isScan = stages.includes('COLLSCAN') && examined > Math.max(returned, SMALL);
        const allowed = Math.max(ALLOWANCE * Math.max(returned, SMALL), await narrowerList(command));
        if (!isScan && examined <= allowed) continue;
        wasteful.push(`${examined} for ${returned}, ${stages}: ${shape.replaceAll('\\', '')}`);
        break;
      }
    }
    expect(wasteful).toEqual([]);
  }, 120_000);
});
