import type { Event } from '@contract/events';
import type { PolicyRow } from '@contract/policies';
import type { Area } from './areas';
import { html, type Html } from './html';
import { eventRows, policyRows } from './portal-rows';

interface Place {
  code: string;
  today: string;
}

/** One area of a home: every policy that holds there, page by page, and the events of its kind. */
export function renderArea(area: Area, place: Place, { items, total, events, page, pages }: AreaPage): Html {
  const address = `/portal/${place.code}/${area.key}`;
  return html`<div class="columns">
    <div>
      <section class="card">
        <p class="meta">${area.about}。共 ${total} 件，本级在前，上级的标明级别。</p>
        ${policyRows(items, place)}
      </section>
      ${
        pages > 1 &&
        html`<nav class="pager" aria-label="翻页">
          ${page > 1 && html`<a rel="prev" href="${address}?page=${page - 1}">上一页</a>`}
          ${page < pages && html`<a rel="next" href="${address}?page=${page + 1}">下一页</a>`}
        </nav>`
      }
    </div>
    <div>
      <section class="card">
        <h2>近期活动</h2>
        ${eventRows(events)}
      </section>
    </div>
  </div>`;
}

export interface AreaPage {
  items: PolicyRow[];
  total: number;
  events: Event[];
  page: number;
  pages: number;
}

/** What a search found, with the passages; a sentence of what to do where it found nothing. */
export function renderFound(
  words: string,
  place: Place,
  { items, total, next, alsoSearched = [] }: Found,
): Html {
  if (words === '')
    return html`<section class="card"><p>写几个字再搜，例如“设备补助”，或者一个文号。</p></section>`;
  return html`<div class="stack">
    <section class="card">
      <p class="meta">
        “${words}”找到 ${total} 件。${alsoSearched.length > 0 ? `也找了：${alsoSearched.join('、')}。` : ''}
      </p>
      ${total > 0 ? policyRows(items, place) : html`<p class="empty">没有找到。换个说法，或者打 12345 问一问。</p>`}
    </section>
    ${
      next !== undefined &&
      html`<nav class="pager" aria-label="翻页">
        <a rel="next" href="/portal/${place.code}/search?q=${encodeURIComponent(words)}&cursor=${next}"
          >下一页</a
        >
      </nav>`
    }
  </div>`;
}

interface Found {
  items: PolicyRow[];
  total: number;
  next?: string;
  alsoSearched?: string[];
}
