import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfigError, loadConfig } from '../../../server/config';

const folder = mkdtempSync(join(tmpdir(), 'qft-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    loadConfig({ DATA_DIR: folder, ...env } as unknown as NodeJS.ProcessEnv);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

const aKey = randomBytes(32).toString('base64');
const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ format: 'der', type: 'pkcs8' })
  .toString('base64');

describe('the configuration', () => {
  it('takes a variable that is set to nothing for one that is not set', () => {
    const env = { DATA_DIR: folder, HOST: '', PORT: '', ROLE: '', LOG_LEVEL: '', MONGODB_URI: '' };
    expect(loadConfig(env as unknown as NodeJS.ProcessEnv)).toMatchObject({
      isDemonstration: true,
      host: '127.0.0.1',
      port: 3000,
      role: 'all',
      logLevel: 'warn',
    });
  });

  it('is a demonstration on loopback only without MONGODB_URI and WECHAT_APPID', () => {
    const config = loadConfig({ DATA_DIR: folder } as unknown as NodeJS.ProcessEnv);
    expect(config).toMatchObject({ isDemonstration: true, host: '127.0.0.1', port: 3000, role: 'all' });
  });

  it('keeps generated keys for the next start, readable by their owner alone', () => {
    const read = () => loadConfig({ DATA_DIR: folder } as unknown as NodeJS.ProcessEnv).keys;
    expect(read()).toEqual(read());
    expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'))).toHaveProperty('ticketPrivateKey');
  });

  it('reads the phone keys of a data folder from before they had ids', () => {
    const older = mkdtempSync(join(tmpdir(), 'qft-config-'));
    const unnamed = { phoneEncryptionKey: 'a', phoneIndexKey: 'b', linkKey: 'c', ticketPrivateKey: 'd' };
    writeFileSync(join(older, 'keys.json'), JSON.stringify(unnamed));
    expect(loadConfig({ DATA_DIR: older } as unknown as NodeJS.ProcessEnv).keys).toMatchObject({
      phoneEncryptionKeys: [{ id: 'k1', key: 'a' }],
      phoneIndexKeys: [{ id: 'k1', key: 'b' }],
      linkKey: 'c',
      ticketPrivateKey: 'd',
    });
    rmSync(older, { recursive: true });
  });

  it('names everything that production lacks, at once', () => {
    const problems = problemsOf({ MONGODB_URI: 'mongodb://db/qft' }).join('\n');
    for (const name of [
      'WECHAT_APPID',
      'WECHAT_APPSECRET',
      'WECHAT_TEMPLATE_POLICY_BRIEFING',
      'PHONE_ENCRYPTION_KEYS',
      'PHONE_INDEX_KEYS',
      'LINK_KEY',
      'SIGN_IN_KEY',
      'TICKET_PRIVATE_KEY',
      'AUDIT_PRIVATE_KEY',
    ])
      expect(problems).toContain(name);
  });

  it.each([
    [{ PORT: '70000' }, 'PORT'],
    [{ PORT: 'http' }, 'PORT'],
    [{ ROLE: 'everything' }, 'ROLE'],
    [{ MONGODB_URI: 'localhost:27017' }, 'MONGODB_URI'],
    [{ ROLE: 'jobs' }, 'MONGODB_URI'],
    [{ WECHAT_BASE_URL: 'api.weixin.qq.com' }, 'WECHAT_BASE_URL'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ SMS_URL: 'https://sms.example/send' }, 'SMS_KEY'],
    [{ SMS_KEY: 'a secret of sixteen or more' }, 'SMS_URL'],
    [{ SMS_URL: 'sms.example', SMS_KEY: 'a secret of sixteen or more' }, 'SMS_URL'],
    [{ WECHAT_CALLBACK_KEY: 'k'.repeat(43) }, 'WECHAT_CALLBACK_TOKEN'],
    [{ WECHAT_CALLBACK_TOKEN: 'token', WECHAT_CALLBACK_KEY: 'short' }, 'WECHAT_CALLBACK_KEY'],
    [{ WECHAT_APPID: 'wx1', SIGN_IN_KEY: 'c2hvcnQ=' }, 'SIGN_IN_KEY'],
    [{ WECHAT_APPID: 'wx1', PHONE_INDEX_KEYS: 'k1:c2hvcnQ=' }, 'PHONE_INDEX_KEYS 应为'],
    [{ WECHAT_APPID: 'wx1', PHONE_INDEX_KEYS: aKey }, 'PHONE_INDEX_KEYS 应为'],
    [{ WECHAT_APPID: 'wx1', PHONE_ENCRYPTION_KEYS: `k1:${aKey},k2:` }, 'PHONE_ENCRYPTION_KEYS 应为'],
    [
      { WECHAT_APPID: 'wx1', PHONE_ENCRYPTION_KEYS: `k1:${aKey},k1:${aKey}` },
      'PHONE_ENCRYPTION_KEYS 里编号重复',
    ],
    [{ WECHAT_APPID: 'wx1', TICKET_PRIVATE_KEY: ecKey }, 'TICKET_PRIVATE_KEY'],
    [{ WECHAT_APPID: 'wx1', TICKET_PRIVATE_KEY: 'bm8ga2V5' }, 'TICKET_PRIVATE_KEY'],
    [{ WECHAT_APPID: 'wx1', AUDIT_PRIVATE_KEY: ecKey }, 'AUDIT_PRIVATE_KEY'],
  ])('refuses %j, naming %s', (env, name) => {
    expect(problemsOf(env).join('\n')).toContain(name);
  });
});
