import type { Event } from '@contract/events';
import type { PolicyRow } from '@contract/policies';
import type { WindowRow } from '@contract/windows';
import type { RegionRow } from '../organizations/regions';
import type { Area } from './areas';
import { html, type Html } from './html';
import { eventRows, policyRows, windowRows } from './portal-rows';

/** What the public home of a region shows. */
export interface Home {
  region: RegionRow;
  today: string;
  now: Date;
  areas: readonly { area: Area; items: PolicyRow[]; total: number }[];
  windows: WindowRow[];
  events: Event[];
  /** Regions directly below it. */
  below: readonly RegionRow[];
}

/** The content of a region's public home. */
export function renderHome({ region, today, now, areas, windows, events, below }: Home): Html {
  const place = { code: region.code, today };
  return html`<div class="columns">
    <div class="pair">
      ${areas.map(
        ({ area, items, total }) =>
          html`<section class="card" aria-labelledby="${area.key}">
            <div class="card-head">
              <h2 id="${area.key}">${area.title}</h2>
              ${total > items.length && html`<a href="/portal/${region.code}/${area.key}">全部 ${total} 件</a>`}
            </div>
            ${policyRows(items, place)}
          </section>`,
      )}
    </div>
    <div>
      <section class="card" aria-labelledby="windows">
        <h2 id="windows">窗口和电话</h2>
        ${windowRows(windows, now)}
      </section>
      <section class="card" aria-labelledby="events">
        <h2 id="events">近期活动</h2>
        ${eventRows(events)}
      </section>
      ${
        below.length > 0 &&
        html`<section class="card" aria-label="下级地区">
          <details ${region.level === 'city' && html`open`}>
            <summary>${region.level === 'province' ? '省辖市' : '县（市、区）'} ${below.length} 个</summary>
            <div class="places">
              ${below.map(({ code, name }) => html`<a href="/portal/${code}">${name}</a>`)}
            </div>
          </details>
        </section>`
      }
    </div>
  </div>`;
}
