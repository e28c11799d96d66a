import { clockTime, h, icon, miniProgramAddress, openWindow, show } from './kit.js';
import { openPhone, told } from './start-acts.js';
import { at, byId, chosen, heard, isLoaded, isOpen, now, ownerLine, stepOf } from './start-state.js';

export function drawHolder() {
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

export function drawScreen() {
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
        open: ['选一个人', '点右边的手机图标，就以那个人的身份登录'],
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
