import { readFileSync } from 'node:fs';
import { answerRule, answerRules } from '../../../server/gateways/wechat-answers';

const codesBy = (wanted: (code: number) => boolean) =>
  Object.keys(answerRules)
    .map(Number)
    .filter(wanted)
    .toSorted((a, b) => a - b);

/** Codes of the tables of sending (subscribe/send) and of the access token, and the global ones that reach either. */
const documented = [
  -1, 40001, 40002, 40003, 40013, 40014, 40037, 40125, 40164, 40243, 41001, 41002, 41004, 41030, 42001, 43002,
  43101, 43104, 43107, 43108, 43116, 43302, 44002, 44991, 45009, 45011, 45168, 47001, 47003, 48001, 48004,
  50002, 50004, 50007, 89503, 89506, 89507,
];

test.each(documented)('%i has a rule of its own', (errcode) => {
  expect(answerRules[errcode]).toBeDefined();
});

test('a message is sent again only after answers that say it was not sent', () => {
  expect(codesBy((code) => answerRule(code).outcome === 'not-sent')).toEqual([
    -1, 40001, 40002, 40013, 40014, 40125, 40164, 40243, 41001, 41002, 41004, 42001, 43108, 44991, 45009,
    45011, 48001, 48004, 50004, 50007, 89503, 89506, 89507,
  ]);
});

test('only answers about the token renew it', () => {
  expect(codesBy((code) => answerRule(code).renewsToken === true)).toEqual([40001, 40014, 41001, 42001]);
});

test('what WeChat no longer delivers to a person empties their account, all else gives the consent back', () => {
  expect(codesBy((code) => answerRule(code).consent === 'empty')).toEqual([
    40003, 43101, 43104, 43107, 50002,
  ]);
});

test('quotas and faults of the account let everybody wait', () => {
  expect(codesBy((code) => answerRule(code).rest === 'minute')).toEqual([44991, 45011]);
  expect(codesBy((code) => answerRule(code).rest === 'day')).toEqual([45009, 89506]);
  expect(codesBy((code) => answerRule(code).rest === 'hour')).toEqual([89507]);
  expect(codesBy((code) => answerRule(code).rest === 'ten-minutes')).toEqual([
    40002, 40013, 40125, 40164, 40243, 41002, 41004, 48001, 48004, 50004, 50007, 89503,
  ]);
});

test('a code nobody has described is a refusal', () => {
  expect(answerRule(99_999)).toEqual({ outcome: 'refused', consent: 'back' });
});

test('the operators’ page names every code', () => {
  const page = readFileSync('docs/messages.md', 'utf8');
  expect(codesBy((code) => !page.includes(String(code)))).toEqual([]);
});
