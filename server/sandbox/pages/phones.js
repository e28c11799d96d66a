import {
  ask,
  clockTime,
  consoleAddress,
  groupNames,
  h,
  icon,
  keepAsking,
  longDay,
  miniProgramAddress,
  openWindow,
  shortTime,
  show,
} from './kit.js';

const at = (id) => document.getElementById(id);
const heard = { phones: null, phone: null, strays: [], clock: null, builds: null, downSince: null };
let said = '';

const chosenId = () => /^#[0-9a-f]{24}$/.exec(location.hash)?.[0].slice(1) ?? null;
const now = () => (heard.clock ? Date.parse(heard.clock.now) : Date.now());

const told = (act) => async () => {
  said = '';
  try {
    await act();
  } catch (error) {
    said = error.message;
  }
  draw();
};

/* Drawing */

function draw() {
  at('clock').textContent = heard.clock ? `${longDay(now())} ${clockTime(now())}` : '';
  at('sides').classList.toggle('reading', chosenId() !== null);
  drawAlarm();
  drawList();
  drawDetail();
}

function drawAlarm() {
  const text =
    heard.downSince === null
      ? said
      : `${clockTime(heard.downSince)} 起接口没有应答，下面是最后一次读到的内容。请看终端里的提示。`;
  at('alarm').hidden = text === '';
  show(at('alarm'), text, () => [
    h(
      'div',
      { class: 'notice' },
      h('span', {}, text),
      h('button', { class: 'button push', type: 'button', onclick: told(refresh) }, '重试'),
    ),
  ]);
}

function drawList() {
  const wanted = at('find').value.trim();
  const phones = (heard.phones ?? []).filter(({ name, line, organization = '' }) =>
    [name, line, organization].some((text) => text.includes(wanted)),
  );
  show(at('list'), [phones, chosenId(), heard.phones === null], () => {
    if (heard.phones === null) return [h('p', { class: 'empty' }, '正在读取…')];
    if (phones.length === 0)
      return [h('p', { class: 'empty' }, wanted ? `没有人叫“${wanted}”` : '还没有手机，演示数据载入后就有')];
    return Object.entries(groupNames).flatMap(([group, groupName]) => {
      const members = phones.filter((phone) => phone.group === group);
      return members.length === 0 ? [] : [h('h2', {}, groupName), ...members.map(ownerLink)];
    });
  });
}

function ownerLink({ id, name, line, organization, unread }) {
  return h(
    'a',
    {
      class: 'owner',
      href: `#${id}`,
      'aria-current': id === chosenId() ? 'true' : undefined,
      'data-focus': id,
    },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1)),
    h(
      'div',
      { class: 'words' },
      h('div', { class: 'cut' }, h('b', {}, name), ` ${line}`),
      h('div', { class: 'meta cut' }, organization ?? ''),
    ),
    unread > 0 ? h('span', { class: 'count', 'aria-label': `${unread} 条没看` }, String(unread)) : null,
  );
}

function drawDetail() {
  const { phone, builds } = heard;
  const isChosen = phone !== null && phone.id === chosenId();
  show(
    at('detail'),
    [chosenId(), isChosen ? phone : null, heard.strays, builds, shortTime(now(), now())],
    () => {
      if (!chosenId())
        return [
          h('p', { class: 'empty' }, '从左边选一部手机'),
          heard.strays.length > 0
            ? h('div', { class: 'inner' }, textList('发往其他号码的短信', heard.strays, true))
            : null,
        ];
      if (!isChosen)
        return [h('p', { class: 'empty' }, heard.downSince === null ? '正在读取…' : '读不到这部手机')];
      return [
        h(
          'div',
          { class: 'inner' },
          ownerHead(phone),
          messageList(phone),
          h(
            'div',
            { class: 'beside' },
            phone.texts.length > 0 ? textList(`短信 ${phone.number}`, phone.texts, false) : null,
            consentCard(phone),
          ),
        ),
      ];
    },
  );
}

function ownerHead(phone) {
  const { id, name, line, organization, hasConsole } = phone;
  return h(
    'div',
    { class: 'who' },
    h('a', { class: 'button back', href: '#', 'aria-label': '所有手机' }, icon('back')),
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1)),
    h(
      'div',
      {},
      h('b', {}, name),
      h('div', { class: 'meta' }, [organization, line].filter(Boolean).join('，')),
    ),
    h(
      'span',
      { class: 'row push' },
      h(
        'button',
        {
          class: 'button main',
          type: 'button',
          'data-focus': 'open',
          disabled: !heard.builds?.h5,
          onclick: told(() => openWindow(() => miniProgramAddress(id))),
        },
        icon('phone'),
        '打开小程序',
      ),
      hasConsole
        ? h(
            'button',
            {
              class: 'button',
              type: 'button',
              'data-focus': 'console',
              disabled: !heard.builds?.console,
              onclick: told(() => openWindow(() => consoleAddress(id))),
            },
            icon('desk'),
            '打开控制台',
          )
        : null,
    ),
  );
}

function messageList({ id, name, messages }) {
  if (messages.length === 0)
    return h(
      'div',
      { class: 'card empty' },
      `${name}的微信还没有收到过消息。先在小程序里点一次“通知我”，以后的进展才能推到微信。`,
    );
  return h(
    'div',
    { class: 'chat' },
    messages.flatMap((message) => [
      h('p', { class: 'meta at' }, shortTime(message.receivedAt, now())),
      h(
        'article',
        { class: 'card note' },
        h('h3', {}, message.title, message.isRead ? null : h('span', { class: 'tag bad' }, '新')),
        h(
          'dl',
          {},
          message.fields.flatMap(({ label, value }) => [h('dt', {}, label), h('dd', {}, value)]),
        ),
        message.page
          ? h(
              'button',
              {
                class: 'inside',
                type: 'button',
                'data-focus': message.id,
                disabled: !heard.builds?.h5,
                onclick: told(() => openWindow(() => miniProgramAddress(id, message.page))),
              },
              '进入小程序查看',
              icon('open'),
            )
          : h('p', { class: 'meta closed' }, '这条消息没有带页面'),
      ),
    ]),
  );
}

/** Text messages, newest first; with the numbers where they went to several. */
function textList(title, texts, withNumbers) {
  return h(
    'section',
    { class: 'card texts', 'aria-label': title },
    h('h2', {}, title),
    texts.map(({ text, number, receivedAt }) =>
      h(
        'article',
        {},
        h(
          'p',
          { class: 'meta' },
          [withNumbers ? number : '', shortTime(receivedAt, now())].filter(Boolean).join(' '),
        ),
        h('p', {}, text),
      ),
    ),
  );
}

function consentCard({ id, credits }) {
  return h(
    'section',
    { class: 'card consents', 'aria-label': '订阅消息' },
    h('h2', {}, '还能收几条'),
    h(
      'ul',
      {},
      credits.map(({ templateId, title, left }) =>
        h(
          'li',
          {},
          h('span', { class: 'cut' }, title),
          h('span', { class: `tag push${left > 0 ? ' ok' : ''}` }, left > 0 ? `${left} 条` : '没有授权'),
          h(
            'button',
            {
              class: 'refuse',
              type: 'button',
              disabled: left === 0,
              'data-focus': templateId,
              'aria-label': `拒收${title}`,
              onclick: told(() => refuse(id, templateId)),
            },
            '拒收',
          ),
        ),
      ),
    ),
    h(
      'p',
      { class: 'meta' },
      '在小程序里每同意一次，多收一条。“拒收”如同在微信设置里关掉：企服通下一次发送会被微信退回。',
    ),
  );
}

/* Acts and hearing */

async function refuse(id, templateId) {
  await ask(`/phones/${id}/refusals`, { method: 'POST', body: { templateId } });
  await refresh();
}

async function hear() {
  const id = chosenId();
  try {
    const [phones, clock, health, phone, strays] = await Promise.all([
      ask('/phones'),
      ask('/clock'),
      ask('/health'),
      id ? ask(`/phones/${id}`) : null,
      id ? [] : ask('/stray-texts'),
    ]);
    Object.assign(heard, { phones, clock, builds: health.builds, phone, strays, downSince: null });
  } catch (error) {
    // An unknown phone is an answer; only silence means that the interface is down.
    if (error.message === '接口没有应答') heard.downSince ??= Date.now();
    else said = error.message;
  }
  draw();
  if (heard.downSince === null && heard.phone?.unread > 0 && heard.phone.id === chosenId())
    await look(heard.phone.id);
  return 4000;
}

/** Whoever has the phone open has seen its messages; the mark “新” stays until the next look. */
async function look(id) {
  await ask(`/phones/${id}/reading`, { method: 'POST' }).catch(() => {});
}

const refresh = keepAsking(hear);
at('home').append(icon('back'), '开始页');
document.querySelector('.list .find').prepend(icon('search'));
at('find').addEventListener('input', drawList);
window.addEventListener('hashchange', () => {
  heard.phone = null;
  draw();
  if (chosenId()) at('detail').focus();
  void refresh();
});
document.addEventListener('keydown', (event) => {
  if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return;
  if (event.key !== '/') return;
  event.preventDefault();
  at('find').focus();
});
draw();
