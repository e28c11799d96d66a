import { levelText, policyKindText, policyStatusText } from '@contract/words';
import type { Event } from '@contract/events';
import type { PolicyRow } from '@contract/policies';
import type { WindowRow } from '@contract/windows';
import { html, type Html } from './html';
import { dayText, deadlineText, instantText, windowText } from './words';

/** Policies one below the other, each with the level it comes from: the home's own stand out. */
export function policyRows(
  policies: readonly PolicyRow[],
  { code, today }: { code: string; today: string },
): Html {
  if (policies.length === 0) return html`<p class="empty">这里还没有内容。</p>`;
  return html`<ul class="rows">
    ${policies.map(
      (policy) =>
        html`<li>
          <a class="row-link" href="/portal/${code}/policies/${policy.id}">${policy.title}</a>
          ${passage(policy)}
          <p class="meta">
            ${levelTag(policy, code)}${statusTag(policy)}${policyKindText[policy.kind]} ·
            ${policy.issuer}${
              policy.docNo ? ` · ${policy.docNo}` : ''
            }${policy.issuedOn ? ` · ${dayText(policy.issuedOn)}` : ''}
          </p>
          ${
            policy.deadline !== undefined &&
            policy.deadline >= today &&
            html`<p class="meta">
              <span class="tag warn">${deadlineText(policy.deadline, today)}</span
              >${dayText(policy.deadline)}截止
            </p>`
          }
        </li>`,
    )}
  </ul>`;
}

function passage({ highlight, benefit, reading }: PolicyRow): Html | undefined {
  if (highlight)
    return html`<p>
      ${highlight.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : html`${text}`))}
    </p>`;
  if (benefit) return html`<p class="amount">${benefit}</p>`;
  return reading ? html`<p>${reading}</p>` : undefined;
}

/** The level a policy comes from; marked where it is the home's own. */
export function levelTag({ level, regionCode }: Pick<PolicyRow, 'level' | 'regionCode'>, code: string): Html {
  return html`<span class="tag ${regionCode === code && 'own'}">${levelText[level]}</span>`;
}

/** Whether a policy holds, where that isn't plain. */
export function statusTag({ status }: Pick<PolicyRow, 'status'>): Html | undefined {
  if (status === 'in-force') return undefined;
  return html`<span class="tag ${status === 'unverified' ? 'warn' : 'bad'}"
    >${policyStatusText[status]}</span
  >`;
}

/** Windows with address, phone and whether they are open. */
export function windowRows(windows: readonly WindowRow[], now: Date): Html {
  if (windows.length === 0) return html`<p class="empty">这里还没有登记窗口，请打 12345。</p>`;
  return html`<ul class="rows">
    ${windows.map(
      ({ name, address, phone, state, regionName }) =>
        html`<li>
          <strong>${name}</strong>
          <p><span class="tag ${state.isOpen && 'ok'}">${windowText(state, now)}</span></p>
          <p class="meta">${regionName} · ${address}</p>
          ${phone !== undefined && html`<a class="phone" href="tel:${phone.replace(/[^\d+]/g, '')}">${phone}</a>`}
        </li>`,
    )}
  </ul>`;
}

/** Events that are open for sign-up, soonest first. */
export function eventRows(events: readonly Event[]): Html {
  if (events.length === 0) return html`<p class="empty">近期没有活动。</p>`;
  return html`<ul class="rows">
    ${events.map(
      ({ title, startsAt, venue, regionName, seatsLeft, organization }) =>
        html`<li>
          <strong>${title}</strong>
          <p>${instantText(startsAt)} · ${regionName} · ${venue}</p>
          <p class="meta">
            ${organization.name} ·
            ${seatsLeft > 0 ? `还有 ${seatsLeft} 个名额` : '名额已满'}，在企服通小程序里报名
          </p>
        </li>`,
    )}
  </ul>`;
}
