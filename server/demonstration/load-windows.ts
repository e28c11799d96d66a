import type { Body } from '@contract';
import type { DutyHalf } from '@contract/enums';
import { dayOf, isWorkingDay } from '../modules/issues/calendar';
import { addMember } from '../modules/organizations/members.service';
import { dayAfter } from '../modules/organizations/opening-hours';
import { regions } from '../modules/organizations/regions';
import { setRoster } from '../modules/organizations/window-rosters.service';
import { createWindow, foundWindows } from '../modules/organizations/windows.service';
import { namedEnterprises } from './enterprises';
import { inParallel, need, systemAt, type World } from './world';

type NewWindow = Omit<Body<'POST /windows'>, 'organizationId'>;

const wholeDay = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, periods: wholeDay }));
const rosterDays = 14;

/** Windows of every service office, a few more in the county of the tour, and who is on duty there. */
export async function loadWindows(world: World): Promise<void> {
  const ctx = systemAt(world);
  const today = dayOf(world.now);
  const tour: Record<string, { window: NewWindow; onDuty: string | undefined }> = {
    'office:410122': {
      window: {
        name: '中牟县政务服务中心 B12 窗口',
        address: '中牟县政务服务中心 2 楼企业服务专区',
        latitude: 34.7189,
        longitude: 113.9762,
        services: ['诉求受理', '政策咨询', '社保', '证照'],
        weekly: weekdays,
        exceptions: [],
      },
      onDuty: 'li-yaqin',
    },
    'park:410122': {
      window: {
        name: '中牟汽车产业园服务站',
        address: '汽车产业园管委会 1 楼大厅',
        services: ['诉求受理', '用工', '项目手续'],
        // 周三下午下企业.
        weekly: weekdays.map(({ weekday, periods }) => ({
          weekday,
          periods: weekday === 3 ? periods.slice(0, 1) : periods,
        })),
        exceptions: [],
      },
      onDuty: 'park:410122',
    },
    'labour:410122': {
      window: {
        name: '县人社局企业窗口',
        address: '青年路办公楼 1 楼',
        services: ['社保', '用工'],
        weekly: weekdays,
        exceptions: [{ day: today, periods: [], note: '系统检修' }],
      },
      onDuty: undefined,
    },
    'office:410100': {
      window: {
        name: '郑州市企业服务办窗口',
        address: '郑州市政务服务中心 5 楼',
        latitude: 34.7473,
        longitude: 113.6249,
        services: ['诉求受理', '政策咨询', '办税'],
        weekly: [...weekdays, { weekday: 6, periods: [{ from: '09:00', to: '12:00' }] }],
        exceptions: [],
      },
      onDuty: 'zhou-wenjing',
    },
  };
  const days = Array.from({ length: rosterDays }, (_, at) => dayAfter(today, at)).filter(isWorkingDay);
  await inParallel(Object.entries(tour), async ([body, { window, onDuty }]) => {
    const { id } = await createWindow(ctx, { organizationId: need(world.bodies, body), ...window });
    if (!onDuty || days.length === 0) return;
    const personId = need(world.people, onDuty);
    const halves: DutyHalf[] = ['morning', 'afternoon'];
    const duties = days.flatMap((day) => halves.map((half) => ({ day, half, personId })));
    await setRoster(ctx, id, { days, duties });
  });
  const others = regions.filter(({ code }) => tour[`office:${code}`] === undefined);
  await foundWindows(
    ctx,
    others.map(({ code, name }) => ({
      organizationId: need(world.bodies, `office:${code}`),
      name: `${name}企业服务窗口`,
      address: `${name}政务服务中心 2 楼`,
      services: ['诉求受理', '政策咨询'],
      weekly: weekdays,
      exceptions: [],
    })),
  );
  for (const { creditCode } of namedEnterprises.slice(0, 3))
    await addMember(ctx, need(world.bodies, 'association:410100'), { creditCode });
}
