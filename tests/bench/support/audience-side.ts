import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import mongoose, { Types } from 'mongoose';
import { launchEmbedded } from '../../../server/database/embedded/launch';
import { createAllIndexes } from '../../../server/database/indexes';
import {
  createEnterpriseColumns,
  putEnterprise,
  readEnterpriseColumns,
} from '../../../server/modules/enterprises/columns.service';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { factsOf } from '../../../server/modules/enterprises/facts';
import { OrganizationModel } from '../../../server/modules/organizations/organizations.model';
import { scanRows } from '../../../server/modules/policies/audience-scan';
import { BriefingDeliveryModel, type BriefingDoc } from '../../../server/modules/policies/briefings.model';
import { judge } from '../../../server/modules/policies/eligibility';
import { PolicyModel } from '../../../server/modules/policies/policies.model';
import { planDeliveries } from '../../../server/modules/policies/push-plan.service';
import { contextOf } from '../../support/context';
import { bandedRule, enterpriseMaker, typicalRule } from './generated';
import { lower, type Row } from './row';

const now = new Date('2026-11-23T01:40:00Z');
const named = (size: number) => (size >= 1e6 ? `${size / 1e6}M` : `${size / 1000}k`);

/** Counting an audience in columns at growing sizes, beside the evaluator of single enterprises over documents. */
export async function benchCounts(sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  const make = enterpriseMaker(1);
  const columns = createEnterpriseColumns();
  const sample: Parameters<typeof factsOf>[0][] = [];
  for (const size of sizes) {
    while (columns.size < size) {
      const doc = make();
      putEnterprise(columns, doc);
      if (sample.length < 20_000) sample.push(doc);
    }
    for (const [name, rule] of Object.entries({ typical: typicalRule, banded: bandedRule })) {
      const all = columns.rowsInOrder();
      const times: number[] = [];
      for (let run = 0; run < 5; run++) {
        const began = performance.now();
        await scanRows(columns, all, [rule], now);
        times.push(performance.now() - began);
      }
      const warm = times.slice(1).sort((one, other) => one - other);
      const isLast = size === sizes.at(-1);
      let baseline: number | null = null;
      if (isLast) {
        const began = performance.now();
        for (const doc of sample) judge(rule, factsOf(doc, now), now);
        baseline = ((performance.now() - began) / sample.length) * size;
      }
      rows.push(
        lower(`audience ${named(size)}: count, ${name} rule`, warm[1] ?? 0, 'ms', {
          goal: isLast ? 2000 : null,
          baseline,
          note:
            `warm, ${(warm[0] ?? 0).toFixed(0)}–${(warm.at(-1) ?? 0).toFixed(0)}` +
            (isLast ? '; baseline: document by document in memory, from 20,000 of them' : ''),
        }),
      );
    }
  }
  rows.push(lower(`audience ${named(columns.size)}: columns`, columns.sizeBytes / 1e6, 'MB'));
  return rows;
}

/** Cold load of the columns and the plan of a push, on the embedded database, for a county, a city and the province. */
export async function benchPlans(size: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const engine = await launchEmbedded({
    entry: resolve('dist/server/embedded.js'),
    dataDir: join(folder, 'data'),
  });
  try {
    await mongoose.connect(engine.uri, { dbName: 'bench', autoIndex: false, autoCreate: false });
    await createAllIndexes();
    return await measurePlans(size);
  } finally {
    await mongoose.disconnect();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measurePlans(size: number): Promise<Row[]> {
  const rows: Row[] = [];
  const make = enterpriseMaker(1);
  let began = performance.now();
  for (let made = 0; made < size; made += 2000)
    await EnterpriseModel.collection.insertMany(
      Array.from({ length: Math.min(2000, size - made) }, (_, at) => {
        const doc = make();
        // One in a hundred in a county of its own, one in ten in its city.
        const place = (made + at) % 100;
        return { ...doc, regionCode: place === 0 ? '410122' : place < 10 ? '410105' : '411525' };
      }),
    );
  rows.push(lower(`audience ${named(size)}: insert enterprises`, (performance.now() - began) / 1000, 's'));
  began = performance.now();
  const columns = await readEnterpriseColumns();
  rows.push(
    lower(`audience ${named(size)}: cold load`, (performance.now() - began) / 1000, 's', {
      note: `from the embedded database, ${Math.round(columns.sizeBytes / 1e6)} MB`,
    }),
  );
  const policy = new Types.ObjectId();
  await PolicyModel.collection.insertOne({
    _id: policy,
    title: '支持企业技术改造若干措施',
    status: 'in-force',
    items: [{ key: 'subsidy', title: '技改补助', benefit: '设备投入的一成', rule: typicalRule }],
  } as never);
  for (const [regionCode, share] of [
    ['410122', 100],
    ['410100', 10],
    ['410000', 1],
  ] as const) {
    const organizationId = new Types.ObjectId();
    await OrganizationModel.collection.insertOne({
      _id: organizationId,
      regionCode,
      ancestorIds: [],
    } as never);
    const briefing = {
      _id: new Types.ObjectId(),
      policyIds: [policy],
      organizationId,
      sentAt: now,
    } as unknown as BriefingDoc;
    const before = process.memoryUsage().rss;
    let highest = before;
    began = performance.now();
    await planDeliveries(contextOf(), briefing, async () => {
      highest = Math.max(highest, process.memoryUsage().rss);
    });
    const seconds = (performance.now() - began) / 1000;
    const deliveries = await BriefingDeliveryModel.countDocuments({ briefingId: briefing._id });
    rows.push(
      lower(`plan for ${named(size / share)}`, seconds, 's', {
        goal: share === 1 && size >= 1e6 ? 60 : null,
        note: `${deliveries} deliveries with reasons; memory grew by ${Math.round((highest - before) / 1e6)} MB`,
      }),
    );
  }
  return rows;
}
