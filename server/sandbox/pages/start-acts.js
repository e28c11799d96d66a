/** What a click or a key on the start page does. */
import { ask, clockTime, consoleAddress, longDay, miniProgramAddress, openWindow } from './kit.js';
import {
  actorOf,
  at,
  chosen,
  done,
  hasRoomForPhone,
  heard,
  isOpen,
  loop,
  now,
  remember,
  say,
  setClock,
  story,
} from './start-state.js';

export const told = (act) => async () => {
  try {
    await act();
  } catch (error) {
    say(error.message);
  }
};

export async function openPhone(phone, page) {
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
  loop.draw();
}

export async function openConsole(phone) {
  if (!isOpen('console')) return say('控制台还没有构建好');
  await openWindow(() => consoleAddress(phone.id));
  say(`控制台已在新窗口打开，身份是${phone.name}`);
}

export async function takeStep(index) {
  const step = story[index];
  const actor = step && actorOf(step);
  if (!actor) return;
  done.add(index);
  if (step.on === 'phone') await openPhone(actor);
  else await openConsole(actor);
  loop.draw();
}

export async function flip(fault) {
  heard.faults = await ask('/faults', { method: 'PUT', body: { [fault]: !heard.faults[fault] } });
  loop.refresh();
}

export async function moveClock() {
  setClock(await ask('/clock/next-working-day', { method: 'POST' }));
  say(`时钟已到 ${longDay(now())} ${clockTime(now())}，到期的提醒会在一分钟内发出`);
  loop.draw();
}
