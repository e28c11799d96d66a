import { detailText, windowStateText } from '../../console/src/features/organizations/words';

// A Wednesday, 10:00 in Shanghai.
const now = new Date('2026-03-11T02:00:00Z');

describe('what changed of a body', () => {
  it('names the field, what stood before and what stands now', () => {
    expect(detailText({ field: 'parent', from: '郑州市企业服务办', to: '省企业服务办' })).toBe(
      '上级：郑州市企业服务办 → 省企业服务办',
    );
    expect(detailText({ field: 'phone', from: '0371-00000000' })).toBe('电话：0371-00000000 → 空');
    expect(detailText({ field: 'name', to: '省商务厅' })).toBe('名称：省商务厅');
  });
});

describe('the state of a window for its desk', () => {
  it('says until when it is open', () => {
    expect(windowStateText({ isOpen: true, closesAt: '2026-03-11T04:00:00Z' }, now)).toEqual({
      tone: 'green',
      text: '开着，到 12:00',
    });
  });

  it('says when a closed one opens: the hour alone only for today', () => {
    expect(windowStateText({ isOpen: false, opensAt: '2026-03-11T05:30:00Z' }, now).text).toBe(
      '没开，13:30 开',
    );
    expect(windowStateText({ isOpen: false, opensAt: '2026-03-13T01:00:00Z' }, now).text).toMatch(
      /^没开，3月13日 周五 09:00 开$/,
    );
  });

  it('gives the reason that was announced, and says where no hours are set at all', () => {
    expect(windowStateText({ isOpen: false, note: '系统升级' }, now).text).toBe('系统升级，没有排开放时间');
  });
});
