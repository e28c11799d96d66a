import { policyKindText, policyStatusText } from '@contract/words';
import type { Policy, PolicyItem } from '@contract/policies';
import { dayOf } from '../issues/calendar';
import { html, sanitized, type Html } from './html';
import { levelTag } from './portal-rows';
import { applyText, dayText, deadlineText } from './words';

/** One policy for everybody: whether it holds, the plain reading, what it gives, and its text. */
export function renderPolicy(policy: Policy, place: { code: string; today: string }): Html {
  return html`<article class="stack">
    ${validityNotice(policy, place.code)} ${correctionNotice(policy, place.code)}
    <section class="card">
      <p>
        ${levelTag(policy, place.code)}<span class="tag ${policy.status === 'in-force' && 'ok'}"
          >${policyStatusText[policy.status]}</span
        >
      </p>
      ${policy.reading !== undefined && html`<p class="reading">${policy.reading}</p>`}
      <dl class="facts">${facts(policy)}</dl>
    </section>
    ${
      policy.items.length > 0 &&
      html`<section class="card">
        <h2>能得到什么</h2>
        ${policy.items.map((item) => itemCard(item, place.today))}
      </section>`
    }
    <section class="card">
      <h2>${policy.kind === 'policy' ? '文件正文' : '正文'}</h2>
      <div class="text scroll">${sanitized(policy.bodyHtml)}</div>
    </section>
  </article>`;
}

/** What a reader has to know before reading on: that it holds no more, or not yet. */
function validityNotice(policy: Policy, code: string): Html | undefined {
  const { status, effectiveOn, validUntil, supersededById, withdrawnAt, withdrawalReason } = policy;
  if (status === 'withdrawn')
    return html`<section class="notice bad" role="note">
      <h2>已撤回</h2>
      <p>
        ${withdrawnAt && `${dayText(dayOf(new Date(withdrawnAt)))}撤回`}${
          withdrawalReason ? `：${withdrawalReason}` : ''
        }。不能再按它申报。
      </p>
    </section>`;
  if (status === 'upcoming')
    return html`<section class="notice" role="note">
      <h2>尚未施行</h2>
      <p>${effectiveOn && `${dayText(effectiveOn)}起施行`}，可以先准备。</p>
    </section>`;
  if (status === 'expired')
    return html`<section class="notice bad" role="note">
      <h2>已到期</h2>
      <p>${validUntil ? `有效期到 ${dayText(validUntil)}，` : ''}不能再按它申报，仅供查阅。</p>
    </section>`;
  if (status === 'repealed')
    return html`<section class="notice bad" role="note">
      <h2>已废止</h2>
      <p>这件文件不再执行，仅供查阅。</p>
    </section>`;
  if (status === 'superseded')
    return html`<section class="notice bad" role="note">
      <h2>已被新文件替代</h2>
      <p>
        这件文件不再执行。${
          supersededById && html`<a href="/portal/${code}/policies/${supersededById}">看新文件</a>`
        }
      </p>
    </section>`;
  if (status === 'unverified')
    return html`<section class="notice" role="note">
      <h2>是否仍有效待核实</h2>
      <p>申报前请向发文单位确认。</p>
    </section>`;
  return undefined;
}

/** What was corrected last, and where every change is shown. */
function correctionNotice({ id, correctedAt, correctionNote }: Policy, code: string): Html | undefined {
  if (correctedAt === undefined) return undefined;
  return html`<section class="notice" role="note">
    <h2>${dayText(dayOf(new Date(correctedAt)))}更正</h2>
    <p>${correctionNote ?? '内容有更正，以现在的为准。'}</p>
    <p><a class="phone" href="/portal/${code}/policies/${id}/changes">看改了什么</a></p>
  </section>`;
}

function facts(policy: Policy): Html[] {
  const rows: [string, string | undefined][] = [
    ['类别', policyKindText[policy.kind]],
    ['文号', policy.docNo],
    ['发文单位', policy.issuer],
    ['适用地区', policy.regionName],
    ['发文日期', policy.issuedOn && dayText(policy.issuedOn)],
    ['施行日期', policy.effectiveOn && dayText(policy.effectiveOn)],
    ['有效期到', policy.validUntil && dayText(policy.validUntil)],
  ];
  const shown = rows.flatMap(([name, text]) =>
    text
      ? [
          html`<dt>${name}</dt>
            <dd>${text}</dd>`,
        ]
      : [],
  );
  const source = policy.sourceUrl;
  return source && /^https?:\/\//.test(source)
    ? [
        ...shown,
        html`<dt>来源</dt>
          <dd><a href="${source}" rel="noopener nofollow">原文网页</a></dd>`,
      ]
    : shown;
}

function itemCard(item: PolicyItem, today: string): Html {
  const isOver = item.deadline !== undefined && item.deadline < today;
  return html`<div class="item">
    <h3>${item.title}</h3>
    <p class="amount">${item.benefit}</p>
    ${
      item.deadline !== undefined &&
      html`<p>
        <span class="tag ${isOver ? '' : 'warn'}">${deadlineText(item.deadline, today)}</span
        >${dayText(item.deadline)}截止
      </p>`
    }
    <p class="meta">${applyText[item.applyPath]}</p>
    ${
      item.steps.length > 0 &&
      html`<ol>
        ${item.steps.map((step) => html`<li>${step}</li>`)}
      </ol>`
    }
    ${item.materials.length > 0 && html`<p class="meta">材料：${item.materials.join('、')}</p>`}
    ${
      !isOver &&
      item.applyPath === 'link' &&
      item.applyLink !== undefined &&
      /^https?:\/\//.test(item.applyLink) &&
      html`<a class="button" href="${item.applyLink}" rel="noopener nofollow">去申报</a>`
    }
  </div>`;
}
