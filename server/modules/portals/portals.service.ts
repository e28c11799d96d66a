import type { Context } from '../../context';
import { AppError } from '../../errors';
import { listEvents } from '../events/event-reading.service';
import { dayOf } from '../issues/calendar';
import {
  findRegion,
  isWithin,
  regionPath,
  regions,
  regionsWithin,
  type RegionRow,
} from '../organizations/regions';
import { listWindows } from '../organizations/windows.service';
import { getPolicy, listPolicies } from '../policies/policies.service';
import { listHolding } from '../policies/policy-holding.service';
import { listVersions, readDifference } from '../policies/policy-versions.service';
import { areas, type Area } from './areas';
import { renderChanges } from './changes-page';
import { renderHome } from './home-page';
import { renderArea, renderFound } from './list-page';
import { renderPolicy } from './policy-page';
import type { PortalPage } from './portal-page';

/** Rows of an area on a home, of windows and of events there, and of a page of a list. */
const rowsOfArea = 4;
const rowsOfWindows = 5;
const rowsOfEvents = 5;
const rowsOfPage = 20;
/** Events that are looked through for those of an area. */
const mostEvents = 100;

/**
 * The public home of a region: its areas, windows and events.
 * @throws NOT_FOUND when the region table doesn't hold it
 */
export async function homeOf(ctx: Context, code: string): Promise<PortalPage> {
  const region = regionOf(code);
  const [found, windows, events] = await Promise.all([
    Promise.all(
      areas.map((area) => listHolding(ctx, { ...queryOf(area), regionCode: code, limit: rowsOfArea })),
    ),
    listWindows(ctx, { regionCode: code }),
    eventsIn(ctx, code, rowsOfEvents),
  ]);
  return {
    ...frameOf(region),
    title: `${region.name}企业服务 · 企服通`,
    heading: `${region.name}企业服务`,
    content: renderHome({
      region,
      today: dayOf(ctx.now),
      now: ctx.now,
      areas: areas.map((area, at) => ({ area, items: found[at]?.items ?? [], total: found[at]?.total ?? 0 })),
      windows: windows.slice(0, rowsOfWindows),
      events,
      below: regions.filter(({ parentCode }) => parentCode === code),
    }),
  };
}

/**
 * One page, from 1, of an area of a region's home.
 * @throws NOT_FOUND when there is no such region, area or page
 */
export async function areaOf(ctx: Context, code: string, key: string, page: number): Promise<PortalPage> {
  const region = regionOf(code);
  const area = areas.find((each) => each.key === key);
  if (!area) throw new AppError('NOT_FOUND');
  const offset = (page - 1) * rowsOfPage;
  const [{ items, total }, events] = await Promise.all([
    listHolding(ctx, { ...queryOf(area), regionCode: code, offset, limit: rowsOfPage }),
    eventsIn(ctx, code, mostEvents),
  ]);
  const pages = Math.max(1, Math.ceil(total / rowsOfPage));
  if (page > pages) throw new AppError('NOT_FOUND');
  return {
    ...frameOf(region),
    title: `${area.title} · ${region.name} · 企服通`,
    heading: area.title,
    area: area.key,
    content: renderArea(area, placeOf(ctx, code), {
      items,
      total,
      page,
      pages,
      events: events.filter(({ kind }) => area.eventKinds.includes(kind)).slice(0, rowsOfEvents),
    }),
  };
}

/**
 * What a search of a region's home found.
 * @throws NOT_FOUND when the region table doesn't hold it
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export async function searchIn(ctx: Context, code: string, q: string, cursor?: string): Promise<PortalPage> {
  const region = regionOf(code);
  const words = q.trim();
  const found =
    words === ''
      ? { items: [], total: 0 }
      : await listPolicies(ctx, {
          q: words,
          regionCode: code,
          limit: rowsOfPage,
          ...(cursor ? { cursor } : {}),
        });
  return {
    ...frameOf(region),
    title: `${words || '搜索'} · ${region.name} · 企服通`,
    heading: '搜索',
    words,
    content: renderFound(words, placeOf(ctx, code), found),
  };
}

/**
 * A published policy as a region's home shows it; the code of the home it belongs to where it doesn't hold here.
 * @throws NOT_FOUND when there is none
 */
export async function policyIn(
  ctx: Context,
  code: string,
  id: string,
): Promise<PortalPage | { elsewhere: string }> {
  const region = regionOf(code);
  const policy = await getPolicy(ctx, id);
  const isHere = isWithin(code, policy.regionCode) || isWithin(policy.regionCode, code);
  if (!isHere) return { elsewhere: regionOf(policy.regionCode).code };
  const home = findRegion(policy.regionCode)?.code ?? '410000';
  return {
    ...frameOf(region),
    title: `${policy.title} · ${region.name} · 企服通`,
    heading: policy.title,
    canonical: `/portal/${home}/policies/${id}`,
    content: renderPolicy(policy, placeOf(ctx, code)),
  };
}

/**
 * What a version of a policy changed, the latest where none is named.
 * @throws NOT_FOUND when there is no such policy or version
 */
export async function changesIn(ctx: Context, code: string, id: string, to?: number): Promise<PortalPage> {
  const region = regionOf(code);
  const [policy, versions, difference] = await Promise.all([
    getPolicy(ctx, id),
    listVersions(ctx, id),
    readDifference(ctx, id, to),
  ]);
  return {
    ...frameOf(region),
    title: `${policy.title}的更正 · 企服通`,
    heading: policy.title,
    content: renderChanges(`/portal/${code}/policies/${id}/changes`, versions, difference),
  };
}

function regionOf(code: string): RegionRow {
  const region = findRegion(code);
  if (!region) throw new AppError('NOT_FOUND');
  return region;
}

function frameOf(region: RegionRow): Pick<PortalPage, 'region' | 'above'> {
  return {
    region,
    above: regionPath(region.code)
      .slice(0, -1)
      .flatMap((code) => findRegion(code) ?? []),
  };
}

const placeOf = (ctx: Context, code: string) => ({ code, today: dayOf(ctx.now) });

const queryOf = ({ kinds, topics }: Area) => ({ kinds, ...(topics ? { topics } : {}) });

/** Open events in a region, below it and on the levels above it, soonest first. */
async function eventsIn(ctx: Context, code: string, limit: number) {
  const regionCodes = [...new Set([...regionPath(code), ...regionsWithin(code)])];
  return (await listEvents(ctx, { group: 'open', regionCodes, limit })).items;
}
