import type { RegionRow } from '../organizations/regions';
import { areas, type Area } from './areas';
import { html, type Html } from './html';

/** One public page before it is put into its frame. */
export interface PortalPage {
  title: string;
  /** The region whose home it belongs to; absent on a page that belongs to none. */
  region?: RegionRow;
  /** Regions above it, the province first. */
  above?: readonly RegionRow[];
  heading: string;
  area?: Area['key'];
  /** Words that were searched for. */
  words?: string;
  content: Html;
  /** Address under which search engines keep it, where it is found under several. */
  canonical?: string;
}

const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <path
    d="M16 6 6 14h20zM11 16v9M16 14v11M21 16v9M9 25h14"
    fill="none"
    stroke="currentColor"
    stroke-width="2.4"
    stroke-linejoin="round"
  />
</svg>`;

/** A whole page: frame, path, search and areas around its content. */
export function renderPage(page: PortalPage, stylesheet: string): string {
  const { title, region, above = [], heading, area, words, content, canonical } = page;
  const home = region && `/portal/${region.code}`;
  const page_ = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${canonical !== undefined && html`<link rel="canonical" href="${canonical}" />`}
        <link rel="stylesheet" href="${stylesheet}" />
      </head>
      <body>
        <a class="skip" href="#content">跳到正文</a>
        <header class="head">
          <div class="wrap">
            <a class="brand" href="${home ?? '/portal'}">${mark}企服通</a>
            ${
              region &&
              html`<nav class="path" aria-label="所在地区">
                ${above.map(({ code, name }) => html`<a href="/portal/${code}">${name}</a><i aria-hidden="true">›</i>`)}<a
                  href="${home}"
                  aria-current="location"
                  >${region.name}</a
                >
              </nav>`
            }
            <h1>${heading}</h1>
            ${
              home !== undefined &&
              html`<form class="search" action="${home}/search" role="search">
                <input
                  type="search"
                  name="q"
                  value="${words ?? ''}"
                  maxlength="60"
                  placeholder="搜政策、文号、补助"
                  aria-label="搜政策"
                /><button>搜索</button>
              </form>`
            }
          </div>
        </header>
        <main id="content">
          <div class="wrap">
            ${
              home !== undefined &&
              html`<nav class="areas" aria-label="四个专区">
                ${areas.map(
                  ({ key, title: name, about }) =>
                    html`<a href="${home}/${key}" ${key === area && html`aria-current="page"`}
                      >${name}<small>${about}</small></a
                    >`,
                )}
              </nav>`
            }
            ${content}
          </div>
        </main>
        <footer class="foot">
          <div class="wrap">
            <a href="/portal/410000">河南省首页</a><a href="tel:12345">政务服务热线 12345</a>
          </div>
        </footer>
      </body>
    </html>`;
  return page_.html.replace(/\n\s+/g, '\n');
}

/** The page of an address that leads nowhere, or of what couldn't be answered. */
export function renderMessage(heading: string, sentence: string, stylesheet: string): string {
  return renderPage(
    {
      title: `${heading} · 企服通`,
      heading,
      content: html`<section class="card">
        <p>${sentence}</p>
        <p><a class="button" href="/portal/410000">去河南省首页</a></p>
      </section>`,
    },
    stylesheet,
  );
}
