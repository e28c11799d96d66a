import type { DifferenceRow, PolicyDifference, PolicyVersion } from '@contract/policy-versions';
import { dayOf } from '../issues/calendar';
import { html, type Html } from './html';
import { dayText } from './words';

/** The versions of a policy, and what one of them changed: what came is underlined, what went is struck through. */
export function renderChanges(
  address: string,
  versions: readonly PolicyVersion[],
  { to, fields, rows }: PolicyDifference,
): Html {
  const isSame = fields.length === 0 && rows.length === 0;
  return html`<div class="columns">
    <section class="card">
      <h2>${to === 1 ? '第 1 版' : `第 ${to} 版改了什么`}</h2>
      ${isSame && html`<p class="empty">${to === 1 ? '这是最初发布的一版，没有可比的。' : '文字没有变化。'}</p>`}
      ${!isSame && html`<p class="meta"><ins>加上的</ins> <del>删去的</del></p>`}
      ${
        fields.length > 0 &&
        html`<dl class="facts">
          ${fields.map(
            ({ label, from, to: after }) =>
              html`<dt>${label}</dt>
                <dd>
                  ${from !== undefined && html`<del>${from}</del> `}${after !== undefined && html`<ins>${after}</ins>`}
                </dd>`,
          )}
        </dl>`
      }
      <div class="text">${rows.map(rowOf)}</div>
    </section>
    <section class="card">
      <h2>各版本</h2>
      <ol class="plain rows">
        ${versions.toReversed().map(
          ({ number, at, note }) =>
            html`<li>
              <a class="row-link" href="${address}?to=${number}" ${number === to && html`aria-current="page"`}
                >第 ${number} 版${number === 1 ? '，最初发布' : ''}</a
              >
              <p class="meta">${dayText(dayOf(new Date(at)))}${note ? `：${note}` : ''}</p>
            </li>`,
        )}
      </ol>
      <p><a class="phone" href="${address.replace(/\/changes$/, '')}">看现在的内容</a></p>
    </section>
  </div>`;
}

function rowOf({ kind, pieces, count }: DifferenceRow): Html {
  if (kind === 'left-out') return html`<p class="meta">…… ${count} 段没有变化 ……</p>`;
  return html`<p>
    ${pieces.map(({ kind: piece, text }) =>
      piece === 'added'
        ? html`<ins>${text}</ins>`
        : piece === 'removed'
          ? html`<del>${text}</del>`
          : html`${text}`,
    )}
  </p>`;
}
