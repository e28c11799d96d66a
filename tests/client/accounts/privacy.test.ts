import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataExport, Deletion } from '@contract';
import { consentText, deletionRules, exportText, readersText } from '@/features/accounts/privacy/view-model';
import { formatVersion } from '@/format/privacy';
import { privacyRefusal } from '@/platform/privacy-refusal';

const now = new Date('2026-11-25T02:00:00Z');
const aCopy = (status: DataExport['status'], more: Partial<DataExport> = {}): DataExport => ({
  id: 'a',
  status,
  percent: 40,
  requestedAt: '2026-11-25T01:00:00Z',
  ...more,
});
const aDeletion = (openIssues: Deletion['openIssues'] = []): Deletion => ({
  isAsked: false,
  waitDays: 7,
  obstacles: [],
  openIssues,
});

describe('the page about my data', () => {
  it('says first who looked lately', () => {
    expect(readersText({ readers: 4, readings: 17 })).toBe('近 30 天，4 个人看过您的手机号');
    expect(readersText({ readers: 0, readings: 0 })).toBe('近 30 天，没有人看过您的完整手机号');
  });

  it('names what was agreed to by version and day, and when it was taken back', () => {
    const given = { version: '2026-09-01', givenAt: '2026-11-24T00:20:00Z', isCurrent: false };
    expect(consentText(given, now)).toBe('2026年9月1日版，11月24日 周二 08:20 同意');
    expect(consentText({ ...given, withdrawnAt: '2026-11-25T00:20:00Z' }, now)).toBe(
      '2026年9月1日版，11月24日 周二 08:20 同意，今天 08:20 收回',
    );
    expect(formatVersion('第一版')).toBe('第一版');
  });

  it('tells how far a copy is, and what to do where there is none', () => {
    expect(exportText(undefined, now)).toContain('几分钟备好');
    expect(exportText(aCopy('running'), now)).toBe('正在准备，40%');
    expect(exportText(aCopy('ready', { expiresAt: '2026-11-26T02:00:00Z' }), now)).toBe(
      '备好了，留到 明天 10:00',
    );
    for (const status of ['waiting', 'failed', 'expired'] as const)
      expect(exportText(aCopy(status), now).length).toBeGreaterThan(6);
  });

  it('names the issues that go on without me', () => {
    const issues = ['用电增容', '招工', '道路', '燃气'].map((title, at) => ({
      id: `${at}`,
      number: '',
      title,
    }));
    expect(deletionRules(aDeletion())).toHaveLength(3);
    expect(deletionRules(aDeletion(issues)).at(-1)).toBe(
      '还有 4 件诉求没办完，会接着办，由同事跟：“用电增容”、“招工”、“道路” 等 4 件',
    );
  });
});

describe('WeChat’s refusals over privacy', () => {
  it('are told apart from somebody who backs out', () => {
    expect(privacyRefusal({ errno: 104 })).toContain('没有读取任何内容');
    expect(privacyRefusal({ errno: 103 })).toContain('没有读取任何内容');
    expect(privacyRefusal({ errno: 112 })).toContain('备案');
    expect(privacyRefusal({ errMsg: 'chooseMedia:fail appid privacy api banned' })).toContain('备案');
    expect(privacyRefusal({ errMsg: 'chooseMedia:fail cancel' })).toBeUndefined();
    expect(privacyRefusal(undefined)).toBeUndefined();
  });
});

describe('the declaration of location interfaces', () => {
  it('lists exactly those that the mini-program calls', () => {
    const names = [
      'getFuzzyLocation',
      'getLocation',
      'onLocationChange',
      'startLocationUpdate',
      'startLocationUpdateBackground',
      'chooseLocation',
      'choosePoi',
      'chooseAddress',
    ];
    const folder = 'client/src';
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const called = names.filter((name) => new RegExp(`Taro\\.${name}\\b`).test(sources));
    const declared = /requiredPrivateInfos: \[([^\]]*)\]/.exec(
      readFileSync('client/src/app.config.ts', 'utf8'),
    )?.[1];
    expect(declared?.match(/\w+/g) ?? []).toEqual(called);
  });
});
