import { groupNames, h, icon, show } from './kit.js';
import { openConsole, openPhone, takeStep, told } from './start-acts.js';
import {
  actorOf,
  at,
  chosen,
  consolePerson,
  done,
  heard,
  isLoaded,
  isOpen,
  stepOf,
  story,
  unfolded,
} from './start-state.js';

function consoleText(person) {
  if (heard.downSince !== null) return '等接口恢复';
  if (isOpen('console')) return person ? `以${person.name}的身份，${person.line}` : '窗口、部门、编辑、银行';
  const step = stepOf('console');
  if (step?.status === 'running') return `正在构建，${Math.round(step.seconds)} 秒`;
  return step?.status === 'failed' ? '构建失败，见终端' : '还没有构建好';
}

export function drawDoors() {
  const person = consolePerson();
  const doors = [
    {
      key: 'C',
      name: '控制台',
      text: consoleText(person),
      picture: 'desk',
      act: person && isOpen('console') && (() => openConsole(person)),
    },
    { key: 'S', name: '沙箱手机', text: '每个人的微信收到了什么', picture: 'phone', href: '/phones' },
    { key: 'D', name: '接口文档', text: 'OpenAPI，可直接试', picture: 'code', href: '/docs' },
    { key: 'P', name: '公开页', text: '省、市、县首页，不登录也能看', picture: 'seal', href: '/portal' },
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

/** One row; the others are one click or a search away. */
const shownPerGroup = 3;

export function drawPeople() {
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
          h(
            'h3',
            {},
            groupNames[group],
            members.length > shown.length ? moreButton(group, members, shown) : null,
          ),
          h(
            'div',
            { class: 'people' },
            shown.map((phone) => personCard(phone, isOff)),
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

function moreButton(group, members, shown) {
  const unfold = () => {
    unfolded.add(group);
    drawPeople();
  };
  const words = `其余 ${members.length - shown.length} 人`;
  return h(
    'button',
    { class: 'more', type: 'button', 'data-focus': `more-${group}`, onclick: unfold },
    words,
  );
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
    phone.hasConsole
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

export function drawTour() {
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
