import { ask, clockTime, icon, keepAsking } from './kit.js';
import { moveClock, openPhone, takeStep, told } from './start-acts.js';
import { drawDoors, drawPeople, drawTour } from './start-people.js';
import { drawHolder, drawScreen } from './start-phone.js';
import {
  actorOf,
  at,
  byId,
  chosen,
  hasRoomForPhone,
  heard,
  isOpen,
  loop,
  now,
  say,
  setClock,
  story,
} from './start-state.js';
import { drawFoot, drawHead, drawHealth, drawRecent, drawSteps } from './start-status.js';

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
loop.draw = draw;
loop.refresh = keepAsking(hear);
