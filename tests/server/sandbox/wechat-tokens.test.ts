import { createTokens } from '../../../server/sandbox/wechat-tokens';

const start = new Date('2026-03-11T02:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

test('within its validity the same token is given again, with what is left of it', () => {
  const tokens = createTokens();
  const first = tokens.issue(start, false);
  expect(first.expires_in).toBe(7200);
  expect(tokens.issue(after(100), false)).toEqual({ access_token: first.access_token, expires_in: 7100 });
});

test('in its last five minutes a new token is given, and both work until the old one ends', () => {
  const tokens = createTokens();
  const old = tokens.issue(start, false).access_token;
  const young = tokens.issue(after(6900), false).access_token;
  expect(young).not.toBe(old);
  expect(tokens.check(old, after(7199))).toBe(0);
  expect(tokens.check(old, after(7200))).toBe(42001);
  expect(tokens.check(young, after(7200))).toBe(0);
});

test('a forced refresh ends the old token, but not twice within thirty seconds', () => {
  const tokens = createTokens();
  const old = tokens.issue(start, false).access_token;
  const forced = tokens.issue(after(1), true).access_token;
  expect(tokens.check(old, after(1))).toBe(40001);
  expect(tokens.issue(after(20), true).access_token).toBe(forced);
  expect(tokens.issue(after(31), true).access_token).not.toBe(forced);
});

test('a forced refresh works twenty times a day', () => {
  const tokens = createTokens();
  const given = Array.from({ length: 25 }, (_, index) => tokens.issue(after(index * 60), true).access_token);
  expect(new Set(given).size).toBe(20);
});

test('a token that is missing, malformed or foreign is told apart', () => {
  const tokens = createTokens();
  const { access_token: foreign } = createTokens().issue(start, false);
  expect(tokens.check(undefined, start)).toBe(41001);
  expect(tokens.check('short', start)).toBe(40014);
  expect(tokens.check(foreign, start)).toBe(40001);
});
