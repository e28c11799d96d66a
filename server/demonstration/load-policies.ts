import { createBriefing } from '../modules/policies/briefings.service';
import { pushBriefing } from '../modules/policies/pushes.service';
import { createPolicy, publishPolicy } from '../modules/policies/policies.service';
import { dayOf } from '../modules/issues/calendar';
import { policies } from './policies';
import { dayMs, need, personAt, type World } from './world';

/** Published policies with their rules, two briefings that went out and one that waits. */
export async function loadPolicies(world: World): Promise<void> {
  const ids = new Map<string, string>();
  const day = (days: number) => dayOf(new Date(world.now.getTime() + days * dayMs));
  for (const policy of policies) {
    const at = new Date(world.now.getTime() - policy.issuedDaysAgo * dayMs);
    const ctx = await personAt(world, editorOf(world, policy.body), at);
    const { id } = await createPolicy(ctx, {
      title: policy.title,
      ...(policy.docNo ? { docNo: policy.docNo } : {}),
      kind: policy.kind ?? 'policy',
      issuer: policy.issuer,
      level: policy.level,
      regionCode: policy.regionCode,
      issuedOn: day(-policy.issuedDaysAgo),
      ...(policy.validDays === undefined ? {} : { validUntil: day(policy.validDays) }),
      topics: policy.topics,
      reading: policy.reading,
      bodyHtml: policy.paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join(''),
      items: policy.items.map(({ dueInDays, steps = [], materials = [], applyPath = 'link', ...item }) => ({
        ...item,
        applyPath,
        steps,
        materials,
        ...(dueInDays === undefined ? {} : { deadline: day(dueInDays) }),
      })),
    });
    await publishPolicy(ctx, id);
    ids.set(policy.title, id);
  }
  await loadBriefings(world, ids, day);
}

function editorOf(world: World, body: string): string {
  if (body === 'office:410000') return need(world.people, 'meng-xiaodong');
  if (body === 'industry:410000') return need(world.people, 'chen-xiaolin');
  // Local papers are put in by the service office of the place.
  return need(
    world.people,
    body.startsWith('office:') ? localEditor(body) : localEditor(`office:${body.split(':')[1]}`),
  );
}

const localEditor = (office: string) =>
  ({ 'office:410122': 'meng-xiaodong', 'office:410100': 'meng-xiaodong' })[office] ?? office;

async function loadBriefings(
  world: World,
  ids: Map<string, string>,
  day: (days: number) => string,
): Promise<void> {
  const editor = need(world.people, 'meng-xiaodong');
  const briefing = (at: Date) => personAt(world, editor, at);
  const weekAgo = await briefing(new Date(world.now.getTime() - 7 * dayMs));
  const last = await createBriefing(weekAgo, {
    title: '少裁员的企业，能退一笔失业保险费',
    sentences: [
      '上年少裁员，退还一部分失业保险费。',
      '中小微企业退 60%，大型企业退 30%。',
      '不用申请，确认收款账户就行。',
    ],
    whoText: '在河南参保满一年的企业',
    amountText: '上年缴费的 60%',
    untilOn: day(7),
    policyIds: [need(ids, '失业保险稳岗返还办理办法')],
  });
  await pushBriefing(weekAgo, last.id);
  const yesterday = await briefing(new Date(world.now.getTime() - 18 * 3_600_000));
  const current = await createBriefing(yesterday, {
    title: '换设备、建绿色工厂，有三笔钱能报',
    sentences: [
      '今年贷款买设备，省里贴一部分利息。',
      '评上绿色工厂，一次给 20 到 50 万元。',
      '节水改造也给补，只限用水大户。',
    ],
    whoText: '在河南的中小制造业企业',
    amountText: '贷款贴息最高 100 万元，绿色工厂最高 50 万元',
    untilOn: day(9),
    policyIds: [
      need(ids, '设备更新贷款贴息办法'),
      need(ids, '绿色工厂奖励办法'),
      need(ids, '工业节水改造补助通知'),
    ],
  });
  await pushBriefing(yesterday, current.id);
  await createBriefing(await briefing(world.now), {
    title: '中小企业上云用数，最高补 10 万元',
    sentences: ['买云服务、做产线数字化，按合同额的 30% 补。', '合同额不少于 5 万元，服务商要在名录里。'],
    whoText: '在河南的中小企业',
    amountText: '合同额的 30%，最高 10 万元',
    untilOn: day(37),
    policyIds: [need(ids, '中小企业数字化转型补贴实施办法')],
  });
}
