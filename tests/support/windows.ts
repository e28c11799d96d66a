import type { Body } from '../../server/contract';

/** What opens a window: weekdays 09:00–12:00 and 13:30–17:30 where nothing else is said. */
export function windowInput(
  organizationId: string,
  given: Partial<Body<'POST /windows'>> = {},
): Body<'POST /windows'> {
  return {
    organizationId,
    name: '中牟县政务服务中心 B12 窗口',
    address: '2 楼企业服务专区',
    services: ['政策咨询', '诉求受理'],
    weekly: [1, 2, 3, 4, 5].map((weekday) => ({
      weekday,
      periods: [
        { from: '09:00', to: '12:00' },
        { from: '13:30', to: '17:30' },
      ],
    })),
    exceptions: [],
    ...given,
  };
}
