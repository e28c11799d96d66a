/** What the start page knows: what it heard from the sandbox, what the visitor chose, and what can be opened. */

/** Where the browser keeps who is on the phone, so that a reload keeps them. */
const memory = 'qifutong-start-person';

/** Set by the page's entry: draws everything again, and asks the sandbox again at once. */
export const loop = { draw() {}, refresh() {} };

/** What the page last heard; `downSince` while nothing answers. */
export const heard = { health: null, phones: [], recent: [], faults: {}, clock: null, downSince: null };

/** What the visitor did. */
export const chosen = { personId: sessionStorage.getItem(memory), isShown: false };

/** Groups of people shown whole. */
export const unfolded = new Set();

/** Steps of the story already taken. */
export const done = new Set();

export const at = (id) => document.getElementById(id);

/** The demonstration's clock, kept going between two answers. */
export const now = () =>
  heard.clock ? Date.parse(heard.clock.now) + (Date.now() - heard.clock.heardAt) : Date.now();

export const stepOf = (name) => heard.health?.start.steps.find((step) => step.name === name);

export const isLoaded = () => heard.health !== null && (stepOf('data')?.status ?? 'done') === 'done';

/** Whether a built client can be opened right now. */
export const isOpen = (build) => heard.downSince === null && isLoaded() && heard.health.builds[build];

/** False on a narrow screen: there people open in windows of their own. */
export const hasRoomForPhone = () => getComputedStyle(document.querySelector('.stage')).display !== 'none';

export const byId = (id) => heard.phones.find((phone) => phone.id === id);

/** Who the console is opened as, where nobody is named. */
export const consolePerson = () =>
  heard.phones.find((phone) => phone.group === 'desk' && phone.hasConsole) ??
  heard.phones.find((phone) => phone.hasConsole);

export const stepNames = {
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
export const story = [
  { name: '孟晓冬', group: 'policy', on: 'console', text: '选一条政策，推一期简报' },
  { name: '王海燕', group: 'enterprise', on: 'phone', text: '看本企业的结论，提一件诉求' },
  { name: '李雅琴', group: 'desk', on: 'console', text: '受理，按建议转办' },
  { name: '周志强', group: 'desk', on: 'phone', text: '签收，答复' },
  { name: '王海燕', group: 'enterprise', on: 'phone', text: '评价，再报名对接会' },
  { name: '宋佳', group: 'field', on: 'phone', text: '验票，再扫一次会拒绝' },
];

export const actorOf = ({ name, group }) =>
  heard.phones.find((phone) => phone.name === name) ?? heard.phones.find((phone) => phone.group === group);

export const ownerLine = ({ line, organization }) => [organization, line].filter(Boolean).join('，');

export function say(text) {
  at('said').textContent = text;
}

export function remember(phone) {
  chosen.personId = phone.id;
  sessionStorage.setItem(memory, phone.id);
}

export function setClock(clock) {
  heard.clock = { ...clock, heardAt: Date.now() };
}
