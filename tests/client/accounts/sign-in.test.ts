import fc from 'fast-check';
import { consoleSignInStatuses } from '@contract/enums';
import {
  consoleSignInAddress,
  consoleSignInCode,
  consoleSignInText,
  invitationAddress,
  invitationCode,
  lastUsedText,
} from '@/format/sign-in';

const codes = fc.stringMatching(/^[\w-]{32}$/);

describe('what a console’s QR holds', () => {
  it('is read back by the phone that scans it', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(consoleSignInCode(consoleSignInAddress('https://qft.example', code))).toBe(code);
      }),
    );
  });

  it('is told from any other QR', () => {
    const others = [
      '',
      'https://qft.example/m/#/features/events/ticket/index?request=abcdefghijklmnopqrst',
      'https://qft.example/m/#/features/accounts/console-sign-in/index?request=short',
      'https://qft.example/m/#/features/accounts/console-sign-in/index?other=abcdefghijklmnopqrst',
      invitationAddress('https://qft.example', 'ACDE-FGHJ'),
    ];
    expect(others.map(consoleSignInCode)).toEqual(others.map(() => undefined));
  });

  it('has words for every state it can be in', () => {
    for (const status of consoleSignInStatuses) expect(consoleSignInText[status]).toMatch(/[一-龥]/);
  });
});

describe('an invitation’s code', () => {
  it('is read from its QR, or taken as it was typed', () => {
    expect(invitationCode(invitationAddress('https://qft.example', 'ACDE-FGHJ'))).toBe('ACDE-FGHJ');
    expect(invitationCode(' acde-fghj ')).toBe('ACDE-FGHJ');
    expect(invitationCode('')).toBe('');
  });
});

describe('when a session was last used', () => {
  it('is told to the hour, which is all that is known', () => {
    const now = new Date('2026-03-11T02:38:00Z');
    expect(lastUsedText('2026-03-11T02:00:00Z', now)).toBe('1 小时内');
    expect(lastUsedText('2026-03-11T01:00:00Z', now)).not.toBe('1 小时内');
  });
});
