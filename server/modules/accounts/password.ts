import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { StoredPassword } from './credentials.model';

/**
 * 32 MB a password, and a few tenths of a second.
 * @source OWASP password storage cheat sheet: scrypt with N=2^15, r=8, p=3
 */
const costNow = { cost: 2 ** 15, blockSize: 8, parallelization: 3 };
type Cost = typeof costNow;

/** Hashes a password with scrypt and a salt of its own. */
export async function hashPassword(password: string): Promise<StoredPassword> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, costNow);
  return { hash: hash.toString('base64url'), salt: salt.toString('base64url'), ...costNow };
}

/** Whether it is the password; where none is stored, the same work is done and the answer is no. */
export async function isPassword(password: string, stored: StoredPassword | undefined): Promise<boolean> {
  const salt = stored ? Buffer.from(stored.salt, 'base64url') : randomBytes(16);
  const hash = await derive(password, salt, stored ?? costNow);
  return stored !== undefined && timingSafeEqual(hash, Buffer.from(stored.hash, 'base64url'));
}

function derive(password: string, salt: Buffer, { cost, blockSize, parallelization }: Cost): Promise<Buffer> {
  // Compositions of one character are the same password, whatever keyboard typed it.
  const text = password.normalize('NFKC');
  const options = { N: cost, r: blockSize, p: parallelization, maxmem: 2 * 128 * cost * blockSize };
  return new Promise((resolve, reject) =>
    scrypt(text, salt, 64, options, (error, key) => (error ? reject(error) : resolve(key))),
  );
}

const shortestPassword = 10;

/** Words that every list of guesses begins with. */
const commonWords = [
  'password',
  'passw0rd',
  'qwerty',
  'asdfgh',
  'zxcvbn',
  'qazwsx',
  '1q2w3e',
  'admin',
  'iloveyou',
  'woaini',
  'welcome',
  'letmein',
  'abc123',
  'qifutong',
  '520131',
];

/** What is wrong with a new password, rule by rule, in Chinese; empty when it may be used. */
export function passwordFaults(password: string, owner: { name: string; phone?: string }): string[] {
  const text = password.normalize('NFKC');
  const lower = text.toLowerCase();
  const phone = owner.phone ?? '';
  const bare = lower.replace(/[^a-z0-9]/g, '');
  // What is left beside a common word has to make a password of its own.
  const rest = commonWords.reduce((left, word) => left.replaceAll(word, ''), bare);
  const faults: [boolean, string][] = [
    [[...text].length < shortestPassword, `至少 ${shortestPassword} 个字符`],
    [owner.name !== '' && lower.includes(owner.name.toLowerCase()), '不能含有您的姓名'],
    [phone !== '' && (text.includes(phone) || text.includes(phone.slice(-8))), '不能含有您的手机号'],
    [new Set(lower).size < 5, '重复的字符太多，至少用 5 种不同的字符'],
    [isRun(lower), '不能是连续的数字或字母'],
    [rest.length < bare.length && rest.length + (text.length - bare.length) < 6, '太常见，容易被猜到'],
  ];
  return faults.flatMap(([isWrong, rule]) => (isWrong ? [rule] : []));
}

/** True for text that only counts up or down, like 1234567890 or jihgfedcba. */
function isRun(text: string): boolean {
  const steps = Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => {
    return text.charCodeAt(at + 1) - text.charCodeAt(at);
  });
  // 9 is followed by 0, as on a keyboard.
  return [1, -1].some((way) => steps.every((step) => step === way || step === -9 * way));
}
