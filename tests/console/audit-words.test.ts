import { enterpriseRoles, issueFields, signInWays } from '../../server/contract/enums';
import { actionWord, kindWord, reasonWord } from '../../console/src/features/audit/audit-words';

const isChinese = (text: string | undefined) => /^[\p{Script=Han}、]+$/u.test(text ?? '');

describe('what an entry of the audit trail says', () => {
  it('tells every way of signing in, role and field in Chinese', () => {
    const codes = [
      ...signInWays.map((reason) => ({ action: 'session.opened', reason })),
      ...enterpriseRoles.map((reason) => ({ action: 'membership.requested', reason })),
      ...issueFields.map((reason) => ({ action: 'responsibility.set', reason })),
    ];
    expect(codes.filter((each) => !isChinese(reasonWord(each)))).toEqual([]);
    expect(reasonWord({ action: 'session.opened', reason: 'wechat' })).toBe('微信登录');
  });

  it('names the record a file was opened for', () => {
    const reason = 'membership 6b06473a1d63aa1fb86a1386';
    expect(reasonWord({ action: 'file.opened', reason })).toBe('企业成员 6b06473a1d63aa1fb86a1386');
    expect(reasonWord({ action: 'phone.revealed', reason })).toBe(reason);
  });

  it('leaves what somebody wrote as they wrote it, even where it looks like a code of another act', () => {
    expect(reasonWord({ action: 'phone.revealed', reason: '约现场' })).toBe('约现场');
    expect(reasonWord({ action: 'phone.revealed', reason: 'wechat' })).toBe('wechat');
    expect(reasonWord({ action: 'session.closed' })).toBeUndefined();
  });

  it('shows a code without words as it is, so that nothing of the trail is hidden', () => {
    expect(actionWord('membership.ended')).toBe('离开企业');
    expect(actionWord('something.new')).toBe('something.new');
    expect(kindWord('office')).toBe('岗位');
    expect(kindWord('something')).toBe('something');
  });
});
