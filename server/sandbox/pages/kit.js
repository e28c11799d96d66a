/** Shared by the sandbox's pages: asking the sandbox, building the page, writing times. */

/** Calls the sandbox. Rejects with a Chinese sentence that may be shown. */
export async function ask(path, { method = 'GET', body } = {}) {
  let response;
  try {
    response = await fetch(`/sandbox${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(8000),
    });
  } catch (cause) {
    throw new Error('接口没有应答', { cause });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Error(answer?.message ?? `接口出错（${response.status}）`);
  return answer;
}

/** An element: h('a', { class: 'button', href: '/' }, '文字', child). Text is never read as HTML. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Puts new children into an element, only when what it shows changes, so that focus and selection stay. */
export function show(element, signature, makeChildren) {
  const text = JSON.stringify(signature);
  if (element.dataset.shown === text) return;
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  element.dataset.shown = text;
  element.replaceChildren(...makeChildren().flat());
  if (focused) element.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

const paths = {
  phone: [
    'M5.9 1.5h4.2a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H5.9A1.5 1.5 0 0 1 4.4 13V3a1.5 1.5 0 0 1 1.5-1.5Z',
    'M7.2 12.3h1.6',
  ],
  desk: [
    'M8 6.3a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
    'M4.6 9.3c.1-1.9 1.5-3 3.4-3s3.3 1.1 3.4 3',
    'M1.8 9.3h12.4v4.4H1.8Z',
  ],
  code: ['M5 4.2 1.6 8 5 11.8', 'M11 4.2 14.4 8 11 11.8', 'M9.3 2.8 6.7 13.2'],
  seal: ['M8 10.6a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4Z', 'M5.6 9.9 4.7 14.2 8 12.5l3.3 1.7-.9-4.3'],
  open: ['M9.3 2.5h4.2v4.2', 'M13.3 2.7 7.7 8.3', 'M11.6 9.5v3.4H3.1V4.4h3.4'],
  refresh: ['M13.1 8a5.1 5.1 0 1 1-1.5-3.6', 'M13.3 2.1v3h-3'],
  search: ['M7 11.4a4.4 4.4 0 1 0 0-8.8 4.4 4.4 0 0 0 0 8.8Z', 'M10.3 10.3l3.4 3.4'],
  wifi: [
    'M1.7 6.1a9.5 9.5 0 0 1 12.6 0',
    'M4.1 8.8a5.9 5.9 0 0 1 7.8 0',
    'M6.4 11.1a2.5 2.5 0 0 1 3.2 0',
    'M8 13.2v.1',
  ],
  back: ['M10 2.8 4.8 8l5.2 5.2'],
  next: ['M2.6 3.2v9.6L9 8Z', 'M9 3.2v9.6L15 8Z'],
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of paths[name]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

const zone = { timeZone: 'Asia/Shanghai' };
const timeFormat = new Intl.DateTimeFormat('zh-CN', {
  ...zone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayFormat = new Intl.DateTimeFormat('zh-CN', { ...zone, month: 'numeric', day: 'numeric' });
const longDayFormat = new Intl.DateTimeFormat('zh-CN', {
  ...zone,
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  weekday: 'short',
});
const dayNumber = new Intl.DateTimeFormat('en-CA', {
  ...zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** 10:26 */
export const clockTime = (at) => timeFormat.format(new Date(at));
/** 2026年11月24日周二 */
export const longDay = (at) => longDayFormat.format(new Date(at));
/** 10:26 on the same day as now, else 11/24 10:26 */
export function shortTime(at, now) {
  const isToday = dayNumber.format(new Date(at)) === dayNumber.format(new Date(now));
  return isToday ? clockTime(at) : `${dayFormat.format(new Date(at))} ${clockTime(at)}`;
}

/** The sign-in code of a phone; each works once, for five minutes. */
export const mintCode = async (phoneId) =>
  (await ask(`/phones/${phoneId}/login-codes`, { method: 'POST' })).code;

/** The mini-program in a browser, signed in as the phone's owner, on one of its pages. */
export async function miniProgramAddress(phoneId, page) {
  const query = new URLSearchParams({ code: await mintCode(phoneId), phone: phoneId });
  return `/m/?${query}${page ? `#/${page.replace(/^\//, '')}` : ''}`;
}

/** The console, signed in as the phone's owner. */
export async function consoleAddress(phoneId) {
  return `/console/?${new URLSearchParams({ code: await mintCode(phoneId) })}`;
}

/** Opens a window at once, inside the click, and sends it to the address when that is known. */
export async function openWindow(findAddress) {
  const opened = window.open('about:blank', '_blank');
  try {
    const address = await findAddress();
    if (opened) opened.location.replace(address);
    else window.location.assign(address);
  } catch (error) {
    opened?.close();
    throw error;
  }
}

/** What a message says, in one line: its first two values in words; bare numbers say nothing. */
export const messageLine = ({ fields }) =>
  fields
    .map(({ value }) => value)
    .filter((value) => /\p{Script=Han}/u.test(value))
    .slice(0, 2)
    .join('，');

export const groupNames = {
  enterprise: '企业',
  desk: '窗口与承办',
  field: '走访与现场',
  policy: '政策与督导',
  partner: '伙伴与监督',
};

/** Calls a function now and again while the page can be seen; the function answers after how many ms to come back. */
export function keepAsking(run) {
  let timer;
  const again = async () => {
    clearTimeout(timer);
    const wait = document.hidden ? 1000 : await run();
    timer = setTimeout(again, wait);
  };
  document.addEventListener('visibilitychange', () => !document.hidden && again());
  void again();
  return again;
}
