import { clockTime, h, longDay, messageLine, shortTime, show } from './kit.js';
import { flip, openPhone, told } from './start-acts.js';
import { at, byId, heard, isOpen, loop, now, stepNames } from './start-state.js';

function title(running) {
  if (heard.downSince !== null) return '企服通没有应答';
  if (!heard.health) return '企服通';
  return running.length > 0 ? '企服通正在启动' : '企服通已启动';
}

function lead(running) {
  if (heard.downSince !== null) return '';
  if (!heard.health) return '正在读取状态…';
  if (running.length > 0)
    return `${running.map(({ name }) => stepNames[name] ?? name).join('、')}，页面会自己更新。`;
  return `河南演示数据，${heard.phones.length} 部手机，用时 ${heard.health.start.seconds.toFixed(1)} 秒。`;
}

export function drawHead() {
  const { health, downSince } = heard;
  const running = health?.start.steps.filter(({ status }) => status === 'running') ?? [];
  const failed = health?.start.steps.filter(({ status }) => status === 'failed') ?? [];
  at('title').textContent = title(running);
  at('lead').textContent = lead(running);
  const alarm = at('alarm');
  alarm.hidden = downSince === null && failed.length === 0;
  show(alarm, [downSince, failed.map(({ name, text }) => [name, text])], () =>
    downSince !== null
      ? [
          h(
            'div',
            { class: 'notice' },
            h('b', {}, `${clockTime(downSince)} 起接口没有应答。`),
            h('span', {}, '请看终端里的提示；已停下的话，再运行 npm start，数据会接着上次。'),
            h('button', { class: 'button push', type: 'button', onclick: () => loop.refresh() }, '重试'),
          ),
        ]
      : failed.map(({ name, text }) =>
          h('div', { class: 'notice' }, h('b', {}, `${stepNames[name] ?? name}失败。`), h('span', {}, text)),
        ),
  );
}

export const partNames = { database: '数据库', api: '接口', jobs: '作业', sandbox: '微信沙箱' };

export function drawHealth() {
  const { health, downSince } = heard;
  const parts = Object.keys(partNames).map((part) => {
    if (downSince !== null) return { part, kind: 'bad', text: '没有应答', detail: '等它恢复' };
    const seen = health?.[part];
    if (!seen) return { part, kind: 'waiting', text: '', detail: '正在读取…' };
    const isWaiting = part === 'jobs' && !seen.ok && !health.start.isComplete;
    return {
      part,
      kind: isWaiting ? 'waiting' : seen.ok ? 'good' : 'bad',
      text: seen.text,
      detail: seen.detail,
    };
  });
  show(at('health'), parts, () =>
    parts.map(({ part, kind, text, detail }) =>
      h(
        'div',
        { class: `part ${kind}` },
        h('div', { class: 'cut' }, h('b', {}, partNames[part]), ` ${text}`),
        h('div', { class: 'meta cut' }, detail),
      ),
    ),
  );
}

export function drawSteps() {
  const start = heard.health?.start;
  const total = Math.max(start?.seconds ?? 0, 0.1);
  at('start-seconds').textContent = start ? `${start.seconds.toFixed(1)} 秒` : '';
  const order = Object.keys(stepNames);
  const steps = (start?.steps ?? []).toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  show(at('steps'), steps, () =>
    steps.map(({ name, status, fromSeconds, seconds, text }) =>
      h(
        'div',
        { class: `step ${status}` },
        h('span', { class: 'cut' }, stepNames[name] ?? name),
        h(
          'span',
          { class: 'track', 'aria-hidden': 'true' },
          status === 'waiting' ? null : bar(fromSeconds ?? 0, seconds, total),
        ),
        h('span', { class: 'seconds' }, status === 'waiting' ? '' : seconds.toFixed(1)),
        h(
          'span',
          { class: 'meta cut', title: text },
          { waiting: '等待', running: text || '进行中', done: text, failed: `失败：${text}` }[status],
        ),
      ),
    ),
  );
}

export function bar(from, seconds, total) {
  const inner = h('i');
  inner.style.marginLeft = `${(100 * from) / total}%`;
  inner.style.width = `${(100 * seconds) / total}%`;
  return inner;
}

export function drawRecent() {
  const messages = heard.recent.slice(0, 5);
  const isOff = !isOpen('h5');
  show(at('recent'), [messages, isOff, shortTime(now(), now()).length], () =>
    messages.length === 0
      ? [h('p', { class: 'empty' }, '还没有消息。推一期简报，或办一件诉求，收到的人会出现在这里。')]
      : messages.map((message) =>
          h(
            'button',
            {
              class: 'received',
              type: 'button',
              disabled: isOff,
              title: '在这个人的手机上打开',
              'data-focus': message.id,
              onclick: told(() => openPhone(byId(message.phoneId), message.page)),
            },
            h('span', { class: 'meta' }, shortTime(message.receivedAt, now())),
            h('b', { class: 'cut' }, message.name),
            h('span', { class: 'cut' }, message.title),
            h('span', { class: 'line cut' }, messageLine(message)),
          ),
        ),
  );
}

export const faultNames = {
  timeout: ['超时', '请求没有回音，也没有送达'],
  answerLost: ['回执丢失', '消息已送达，回音丢了'],
  systemError: ['−1', '微信系统繁忙'],
  invalidToken: ['40001', '访问令牌被拒'],
  dailyQuota: ['45009', '当天额度用完'],
  refused: ['43101', '对方拒收'],
  undelivered: ['发出后丢失', '微信收下了，随后告知没有送达'],
};

export function drawFoot() {
  const isOff = heard.downSince !== null || !heard.health;
  show(at('faults'), [heard.faults, isOff], () =>
    Object.entries(faultNames).map(([fault, [name, title]]) =>
      h(
        'button',
        {
          class: 'chip',
          type: 'button',
          title,
          disabled: isOff,
          'data-focus': fault,
          'aria-pressed': String(Boolean(heard.faults[fault])),
          onclick: told(() => flip(fault)),
        },
        name,
      ),
    ),
  );
  const { clock } = heard;
  const aheadDays = clock ? Math.round(clock.offsetMs / 86_400_000) : 0;
  const ahead =
    !clock || clock.offsetMs < 60_000 ? '' : aheadDays > 0 ? `，快了 ${aheadDays} 天` : '，快了几小时';
  at('clock').textContent = clock ? `现在是 ${longDay(now())} ${clockTime(now())}${ahead}` : '';
  at('forward').disabled = isOff;
}
