import { hearServerDate, serverNow } from '../../console/src/api/clock';
import {
  clockText,
  instantOfWall,
  moment,
  remainingText,
  shortMoment,
  wallText,
  workingTimeText,
} from '../../console/src/format/time';

describe('times at the console', () => {
  afterEach(() => hearServerDate(new Date().toUTCString()));

  it('follow the server’s clock where it is ahead, and leave a small difference alone', () => {
    const ahead = new Date(Date.now() + 26 * 3_600_000);
    hearServerDate(ahead.toUTCString());
    expect(Math.abs(serverNow().getTime() - ahead.getTime())).toBeLessThan(5000);
    hearServerDate(new Date(Date.now() + 20_000).toUTCString());
    expect(Math.abs(serverNow().getTime() - Date.now())).toBeLessThan(5000);
    hearServerDate(ahead.toUTCString());
    hearServerDate(null);
    hearServerDate('no date');
    expect(serverNow().getTime()).toBeGreaterThan(Date.now() + 25 * 3_600_000);
  });

  it('say today by the server’s clock', () => {
    const tomorrow = new Date(Date.now() + 86_400_000);
    hearServerDate(tomorrow.toUTCString());
    expect(moment(serverNow().toISOString())).toMatch(/^今天 \d{2}:\d{2}$/);
  });

  it('are Shanghai’s, whatever the computer’s zone', () => {
    expect(shortMoment('2026-11-26T09:30:00.000Z')).toBe('11-26 17:30');
    expect(clockText(new Date('2026-11-22T16:05:00.000Z'))).toBe('11月23日 周一 00:05');
  });

  it('go through a picker unchanged', () => {
    expect(wallText('2026-12-19T16:00:00.000Z')).toBe('2026-12-20 00:00');
    expect(instantOfWall('2026-12-20 00:00')).toBe('2026-12-19T16:00:00.000Z');
  });

  it('count working time in days of seven hours, hours and minutes', () => {
    expect(workingTimeText(420)).toBe('1.0 天');
    expect(workingTimeText(419)).toBe('6 时 59 分');
    expect(workingTimeText(120)).toBe('2 时');
    expect(workingTimeText(59)).toBe('59 分');
    expect(remainingText(-70)).toBe('超 1 时 10 分');
    expect(remainingText(1596)).toBe('剩 3.8 天');
    expect(remainingText(0)).toBe('剩 0 分');
    expect(remainingText(0, true)).toBe('刚超期');
  });
});
