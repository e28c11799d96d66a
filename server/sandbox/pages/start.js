import {
  ask,
  clockTime,
  consoleAddress,
  groupNames,
  h,
  icon,
  keepAsking,
  longDay,
  messageLine,
  miniProgramAddress,
  openWindow,
  shortTime,
  show,
} from './kit.js';

const at = (id) => document.getElementById(id);
const memory = 'qifutong-start-person';

/** What the page last heard; `downSince` while nothing answers. */
const heard = { health: null, phones: [], recent: [], faults: {}, clock: null, downSince: null };
/** What the visitor did. */
const chosen = { personId: sessionStorage.getItem(memory), isShown: false, wantsConsole: null };
const unfolded = new Set();
const done = new Set();

/* Time: the demonstration's clock, kept going between two answers. */
const now = () =>
  heard.clock ? Date.parse(heard.clock.now) + (Date.now() - heard.clock.heardAt) : Date.now();

/* What can be opened right now */
const stepOf = (name) => heard.health?.start.steps.find((step) => step.name === name);
const isLoaded = () => heard.health !== null && (stepOf('data')?.status ?? 'done') === 'done';
const isOpen = (build) => heard.downSince === null && isLoaded() && heard.health.builds[build];
const hasRoomForPhone = () => getComputedStyle(document.querySelector('.stage')).display !== 'none';
const byId = (id) => heard.phones.find((phone) => phone.id === id);
const worksAtConsole = (phone) => phone.hasConsole;

const stepNames = {
  install: '依赖',
  server: '服务端构建',
  database: '数据库',
  data: '演示数据',
  api: '接口',
  jobs: '作业、沙箱',
  h5: '小程序构建',
  console: '控制台构建',
};

/** The story: who does what where. A name that isn't there gives way to the first of the group. */
const story = [
  { name: '孟晓冬', group: 'policy', on: 'console', text: '选一条政策，推一期简报' },
  { name: '王海燕', group: 'enterprise', on: 'phone', text: '看本企业的结论，提一件诉求' },
  { name: '李雅琴', group: 'desk', on: 'console', text: '受理，按建议转办' },
  { name: '周志强', group: 'desk', on: 'phone', text: '签收，答复' },
  { name: '王海燕', group: 'enterprise', on: 'phone', text: '评价，再报名对接会' },
  { name: '宋佳', group: 'field', on: 'phone', text: '验票，再扫一次会拒绝' },
];
const actorOf = ({ name, group }) =>
  heard.phones.find((phone) => phone.name === name) ?? heard.phones.find((phone) => phone.group === group);

/* Acts */

function say(text) {
  at('said').textContent = text;
}

const told = (act) => async () => {
  try {
    await act();
  } catch (error) {
    say(error.message);
  }
};

async function openPhone(phone, page) {
  if (!isOpen('h5')) return say('小程序还没有构建好');
  remember(phone);
  if (!hasRoomForPhone()) return openWindow(() => miniProgramAddress(phone.id, page));
  const frame = at('frame');
  const address = await miniProgramAddress(phone.id, page);
  // Another hash alone would not load the page again, and the code would never be used.
  frame.hidden = false;
  frame.src = address;
  chosen.isShown = true;
  say(`左侧手机已换成${phone.name}`);
  draw();
}

async function openConsole(phone) {
  if (!isOpen('console')) return say('控制台还没有构建好');
  await openWindow(() => consoleAddress(phone.id));
  say(`控制台已在新窗口打开，身份是${phone.name}`);
}

function remember(phone) {
  chosen.personId = phone.id;
  sessionStorage.setItem(memory, phone.id);
}

const consolePerson = () =>
  heard.phones.find((phone) => phone.group === 'desk' && worksAtConsole(phone)) ??
  heard.phones.find(worksAtConsole);

async function takeStep(index) {
  const step = story[index];
  const actor = step && actorOf(step);
  if (!actor) return;
  done.add(index);
  if (step.on === 'phone') await openPhone(actor);
  else await openConsole(actor);
  draw();
}

async function flip(fault) {
  heard.faults = await ask('/faults', { method: 'PUT', body: { [fault]: !heard.faults[fault] } });
  await hear();
}

async function moveClock() {
  setClock(await ask('/clock/next-working-day', { method: 'POST' }));
  say(`时钟已到 ${longDay(now())} ${clockTime(now())}，到期的提醒会在一分钟内发出`);
  draw();
}

function setClock(clock) {
  heard.clock = { ...clock, heardAt: Date.now() };
}

/* Drawing */

function draw() {
  drawHead();
  drawHealth();
  drawDoors();
  drawHolder();
  drawScreen();
  drawPeople();
  drawTour();
  drawRecent();
  drawSteps();
  drawFoot();
}

function drawHead() {
  const { health, downSince } = heard;
  const running = health?.start.steps.filter(({ status }) => status === 'running') ?? [];
  const failed = health?.start.steps.filter(({ status }) => status === 'failed') ?? [];
  at('title').textContent =
    downSince !== null
      ? '企服通没有应答'
      : !health
        ? '企服通'
        : running.length > 0
          ? '企服通正在启动'
          : '企服通已启动';
  const building = running.map(({ name }) => stepNames[name] ?? name).join('、');
  at('lead').textContent =
    downSince !== null
      ? ''
      : !health
        ? '正在读取状态…'
        : running.length > 0
          ? `${building}，页面会自己更新。`
          : `河南演示数据，${heard.phones.length} 部手机，用时 ${health.start.seconds.toFixed(1)} 秒。`;
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
            h('button', { class: 'button push', type: 'button', onclick: () => void refresh() }, '重试'),
          ),
        ]
      : failed.map(({ name, text }) =>
          h('div', { class: 'notice' }, h('b', {}, `${stepNames[name] ?? name}失败。`), h('span', {}, text)),
        ),
  );
}

const partNames = { database: '数据库', api: '接口', jobs: '作业', sandbox: '微信沙箱' };

function drawHealth() {
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

function drawDoors() {
  const person = consolePerson();
  const consoleStep = stepOf('console');
  const consoleText = isOpen('console')
    ? person
      ? `以${person.name}的身份，${person.line}`
      : '窗口、部门、编辑、银行'
    : consoleStep?.status === 'running'
      ? `正在构建，${Math.round(consoleStep.seconds)} 秒`
      : consoleStep?.status === 'failed'
        ? '构建失败，见终端'
        : '还没有构建好';
  const doors = [
    {
      key: 'C',
      name: '控制台',
      text: consoleText,
      picture: 'desk',
      act: person && isOpen('console') && (() => openConsole(person)),
    },
    { key: 'S', name: '沙箱手机', text: '每个人的微信收到了什么', picture: 'phone', href: '/phones' },
    { key: 'D', name: '接口文档', text: 'OpenAPI，可直接试', picture: 'code', href: '/docs' },
    {
      key: 'P',
      name: '公开页',
      text: '政策库，不登录也能看',
      picture: 'seal',
      href: isOpen('h5') ? '/m/#/pages/policies/index' : null,
    },
  ];
  show(
    at('doors'),
    doors.map(({ name, text, href, act }) => [name, text, href, Boolean(act)]),
    () =>
      doors.map(({ key, name, text, picture, href, act }) => {
        const inside = [
          h('span', { class: 'picture' }, icon(picture)),
          h('b', {}, name),
          h('kbd', { class: 'key' }, key),
          h('span', { class: 'meta cut' }, text),
        ];
        return href
          ? h(
              'a',
              { class: 'door', href, target: href === '/phones' ? undefined : '_blank', 'data-key': key },
              inside,
            )
          : h(
              'button',
              {
                class: 'door',
                type: 'button',
                disabled: !act,
                'data-key': key,
                onclick: told(act || (() => {})),
              },
              inside,
            );
      }),
  );
}

function drawHolder() {
  const person = byId(chosen.personId);
  show(at('holder'), [person?.id, chosen.isShown, isOpen('h5')], () => {
    if (!person) return [h('span', { class: 'meta' }, '这部手机还没有人登录')];
    const isOff = !isOpen('h5');
    return [
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, person.name.slice(0, 1)),
      h('div', { class: 'cut' }, h('b', {}, person.name), h('div', { class: 'meta cut' }, ownerLine(person))),
      h(
        'button',
        {
          class: 'button push',
          type: 'button',
          title: '在新窗口打开',
          'aria-label': '在新窗口打开',
          disabled: isOff,
          onclick: told(() => openWindow(() => miniProgramAddress(person.id))),
        },
        icon('open'),
      ),
      h(
        'button',
        {
          class: 'button',
          type: 'button',
          title: '重新登录',
          'aria-label': '重新登录',
          disabled: isOff,
          onclick: told(() => openPhone(person)),
        },
        icon('refresh'),
      ),
    ];
  });
}

const ownerLine = ({ line, organization }) => [organization, line].filter(Boolean).join('，');

function drawScreen() {
  at('phone-time').textContent = clockTime(now());
  const step = stepOf('h5');
  const state =
    heard.downSince !== null
      ? 'down'
      : !isLoaded()
        ? 'loading'
        : isOpen('h5')
          ? 'open'
          : (step?.status ?? 'waiting');
  const isCovered = !(chosen.isShown && (state === 'open' || state === 'down'));
  at('frame').hidden = !chosen.isShown;
  show(
    at('placeholder'),
    [state, isCovered, state === 'running' ? Math.round(step.seconds) : stepOf('data')?.text],
    () => {
      if (!isCovered) return [];
      const [title, text, isBusy] = {
        down: ['接口没有应答', '恢复后，小程序会回到这里'],
        loading: ['正在载入演示数据', stepOf('data')?.text || '第一次启动要几秒', true],
        open: ['选一个人', '点右边的手机图标，就以他的身份登录'],
        running: ['小程序正在构建', `第一次启动要构建一次，已用 ${Math.round(step?.seconds ?? 0)} 秒`, true],
        failed: ['小程序没有构建成功', '请看终端里的提示'],
        waiting: ['小程序还没有构建', '运行 npm start 会构建它'],
        done: ['小程序还没有构建', '运行 npm start 会构建它'],
      }[state];
      return [
        h('span', { class: 'mark', 'aria-hidden': 'true' }, '企'),
        h('b', {}, title),
        h('span', {}, text),
        isBusy ? h('span', { class: 'progress', 'aria-hidden': 'true' }, h('i')) : null,
      ].filter(Boolean);
    },
  );
}

const shownPerGroup = 6;

function drawPeople() {
  const wanted = at('find').value.trim();
  const fits = ({ name, line, organization = '' }) =>
    [name, line, organization].some((text) => text.includes(wanted));
  const groups = Object.keys(groupNames).map((group) => {
    const members = heard.phones.filter((phone) => phone.group === group && fits(phone));
    return {
      group,
      members,
      shown: wanted || unfolded.has(group) ? members.slice(0, 60) : members.slice(0, shownPerGroup),
    };
  });
  const isOff = { phone: !isOpen('h5'), desk: !isOpen('console') };
  const signature = [
    groups.map(({ group, members, shown }) => [group, members.length, shown]),
    chosen.personId,
    chosen.isShown,
    isOff,
  ];
  show(at('people'), signature, () => {
    const sections = groups
      .filter(({ members }) => members.length > 0)
      .map(({ group, members, shown }) =>
        h(
          'div',
          { class: 'group' },
          h('h3', {}, groupNames[group]),
          h(
            'div',
            { class: 'people' },
            shown.map((phone) => personCard(phone, isOff)),
            members.length > shown.length
              ? h(
                  'button',
                  {
                    class: 'more',
                    type: 'button',
                    'data-focus': `more-${group}`,
                    onclick: () => {
                      unfolded.add(group);
                      drawPeople();
                    },
                  },
                  `其余 ${members.length - shown.length} 人`,
                )
              : null,
          ),
        ),
      );
    if (sections.length > 0) return sections;
    return [
      h(
        'p',
        { class: 'nobody' },
        wanted ? `没有人叫“${wanted}”，换个字试试` : isLoaded() ? '还没有演示人物' : '演示数据正在载入…',
      ),
    ];
  });
}

function personCard(phone, isOff) {
  const { id, name, line, organization, unread } = phone;
  return h(
    'div',
    { class: `person${id === chosen.personId && chosen.isShown ? ' on' : ''}` },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1)),
    h(
      'div',
      { class: 'words' },
      h('div', { class: 'cut' }, h('b', {}, name), ` ${line}`),
      h('div', { class: 'meta cut', title: organization }, organization ?? ''),
    ),
    unread > 0
      ? h('a', { class: 'count', href: `/phones#${id}`, title: `微信里有 ${unread} 条没看` }, String(unread))
      : null,
    h(
      'button',
      {
        class: 'go phone-key',
        type: 'button',
        title: '在左侧手机登录',
        'aria-label': `${name}，手机`,
        'data-focus': `phone-${id}`,
        disabled: isOff.phone,
        onclick: told(() => openPhone(phone)),
      },
      icon('phone'),
    ),
    worksAtConsole(phone)
      ? h(
          'button',
          {
            class: 'go',
            type: 'button',
            title: '打开控制台',
            'aria-label': `${name}，控制台`,
            'data-focus': `desk-${id}`,
            disabled: isOff.desk,
            onclick: told(() => openConsole(phone)),
          },
          icon('desk'),
        )
      : null,
  );
}

function drawTour() {
  const steps = story.map((step, index) => ({
    ...step,
    index,
    actor: actorOf(step),
    isOff: !isOpen(step.on === 'phone' ? 'h5' : 'console'),
  }));
  show(
    at('tour'),
    steps.map(({ actor, isOff, index }) => [actor?.id, isOff, done.has(index)]),
    () =>
      steps.map(({ name, on, text, actor, index, isOff }) =>
        h(
          'li',
          { class: done.has(index) ? 'done' : undefined },
          h(
            'button',
            {
              type: 'button',
              disabled: isOff || !actor,
              'data-focus': `step-${index}`,
              onclick: told(() => takeStep(index)),
            },
            h(
              'span',
              { class: 'row' },
              h('span', { class: 'number' }, String(index + 1)),
              h('b', {}, actor?.name ?? name),
              icon(on === 'phone' ? 'phone' : 'desk'),
            ),
            h('span', {}, text),
          ),
        ),
      ),
  );
}

function drawRecent() {
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

function drawSteps() {
  const start = heard.health?.start;
  const total = Math.max(start?.seconds ?? 0, 0.1);
  at('start-seconds').textContent = start ? `${start.seconds.toFixed(1)} 秒` : '';
  show(at('steps'), start?.steps ?? null, () =>
    (start?.steps ?? []).map(({ name, status, fromSeconds, seconds, text }) =>
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

function bar(from, seconds, total) {
  const inner = h('i');
  inner.style.marginLeft = `${(100 * from) / total}%`;
  inner.style.width = `${(100 * seconds) / total}%`;
  return inner;
}

const faultNames = {
  timeout: ['超时', '请求没有回音，也没有送达'],
  answerLost: ['回执丢失', '消息已送达，回音丢了'],
  systemError: ['−1', '微信系统繁忙'],
  invalidToken: ['40001', '访问令牌被拒'],
  dailyQuota: ['45009', '当天额度用完'],
  refused: ['43101', '对方拒收'],
};

function drawFoot() {
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

/* Hearing */

async function hear() {
  try {
    heard.health = await ask('/health');
    const [phones, recent, faults, clock] = await Promise.all(
      ['/phones', '/recent', '/faults', '/clock'].map((path) => ask(path)),
    );
    Object.assign(heard, { phones, recent, faults, downSince: null });
    setClock(clock);
  } catch {
    heard.downSince ??= Date.now();
  }
  draw();
  await signInFirst();
  return heard.downSince !== null || !heard.health?.start.isComplete ? 1500 : 4000;
}

/** A first visit shows the mini-program at once, as the first person of an enterprise. */
async function signInFirst() {
  if (chosen.isShown || !hasRoomForPhone() || !isOpen('h5') || heard.phones.length === 0) return;
  const person = byId(chosen.personId) ?? actorOf(story[1]);
  if (!person) return;
  try {
    await openPhone(person);
    say('');
  } catch (error) {
    say(error.message);
  }
}

/* Set-up */

at('phone-mark').append(icon('wifi'), '企服通');
at('forward').append(icon('next'), '快进到下一个工作日');
at('legend').append(
  icon('phone'),
  hasRoomForPhone() ? '在左侧手机登录' : '打开小程序',
  '　',
  icon('desk'),
  '打开控制台。无需密码，仅限演示。',
);
document.querySelector('.section-head .find').prepend(icon('search'));
at('find').addEventListener('input', drawPeople);
at('forward').addEventListener('click', told(moveClock));

document.addEventListener('keydown', (event) => {
  if (event.target instanceof HTMLInputElement) {
    if (event.key === 'Escape') {
      event.target.value = '';
      event.target.blur();
      drawPeople();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    event.preventDefault();
    at('find').focus();
    return;
  }
  if (/^[1-6]$/.test(event.key)) return void told(() => takeStep(Number(event.key) - 1))();
  document.querySelector(`[data-key="${CSS.escape(event.key.toUpperCase())}"]:not(:disabled)`)?.click();
});

function fitPhone() {
  const room = at('fit').clientHeight;
  const height = at('phone').offsetHeight;
  if (room > 0) at('phone').style.setProperty('--scale', String(Math.min(1, room / height)));
}
new ResizeObserver(fitPhone).observe(at('fit'));
fitPhone();

draw();
setInterval(() => {
  at('phone-time').textContent = clockTime(now());
  drawFoot();
}, 10_000);
const refresh = keepAsking(hear);
