import { createHash, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { messageTemplates, type MessageTemplate } from '@contract/enums';

export interface Config {
  host: string;
  port: number;
  dataDir: string;
  /** Where this process appends the audit trail's checkpoints: outside the database. */
  checkpointFile: string;
  role: 'api' | 'jobs' | 'all';
  logLevel: string;
  /** Reverse proxies whose X-Forwarded-For is believed: addresses or ranges; none by default. */
  trustedProxies: string[];
  /** Absent: the embedded engine. */
  mongodbUri?: string;
  /** True only with the embedded engine and no WECHAT_APPID: demonstration data, sandbox and its log-in exist. */
  isDemonstration: boolean;
  wechat: {
    baseUrl: string;
    appId: string;
    appSecret: string;
    templateIds: Record<MessageTemplate, string>;
    /** What WeChat signs its own calls with; absent: it calls nobody. */
    callback?: {
      token: string;
      /** 43 characters: secure mode, and nothing unencrypted is taken; absent: plain mode. */
      key?: string;
    };
  };
  /** Where text messages go; absent in production: nobody can sign in by phone number. */
  sms?: { url: string; key: string };
  keys: Keys;
}

/** A key with the id that what it wrote names. */
export interface NamedKey {
  /** Letters, digits, - and _. */
  id: string;
  /** 32 bytes, base64. */
  key: string;
}

/** Keys that follow one another: the first writes, all of them read. */
export type KeyRing = readonly [NamedKey, ...NamedKey[]];

/** Secrets, from the environment in production; generated into DATA_DIR for the demonstration only. */
export interface Keys {
  /** AES-256-GCM keys for phone numbers. */
  phoneEncryptionKeys: KeyRing;
  /** HMAC-SHA-256 keys of the phone look-up index. */
  phoneIndexKeys: KeyRing;
  /** HMAC-SHA-256 key of short-lived file links, 32 bytes, base64. */
  linkKey: string;
  /** Root of the keys that hash sign-in codes and encrypt second factors, 32 bytes, base64. */
  signInKey: string;
  /** Ed25519 private key that signs tickets, PKCS#8 DER, base64. */
  ticketPrivateKey: string;
  /** Ed25519 private key that signs the audit trail's checkpoints, PKCS#8 DER, base64. */
  auditPrivateKey: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

const ringVariables = {
  phoneEncryptionKeys: 'PHONE_ENCRYPTION_KEYS',
  phoneIndexKeys: 'PHONE_INDEX_KEYS',
} as const;
type RingName = keyof typeof ringVariables;

const keyVariables: Record<Exclude<keyof Keys, RingName>, string> = {
  linkKey: 'LINK_KEY',
  signInKey: 'SIGN_IN_KEY',
  ticketPrivateKey: 'TICKET_PRIVATE_KEY',
  auditPrivateKey: 'AUDIT_PRIVATE_KEY',
};

/** A reason not to start that the person at the terminal can do something about; its message tells what. */
export class StartError extends Error {}

/** Config that can't be used: lists every variable that is missing or wrong. */
export class ConfigError extends StartError {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`配置有误，不能启动：\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads the whole configuration at start.
 * @throws ConfigError naming everything that is missing or malformed
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const isDemonstration = !env.MONGODB_URI && !env.WECHAT_APPID;
  // A variable that is set to nothing is not set.
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    problems.push(`PORT 应为 0–65535 的整数，现在是“${env.PORT}”`);
  const role = env.ROLE || 'all';
  if (role !== 'api' && role !== 'jobs' && role !== 'all')
    problems.push(`ROLE 应为 api、jobs 或 all，现在是“${role}”`);
  else if (role !== 'all' && !env.MONGODB_URI)
    problems.push(`ROLE=${role} 要有 MONGODB_URI：内嵌数据库只供一个进程用`);
  if (env.MONGODB_URI && !/^mongodb(\+srv)?:\/\//.test(env.MONGODB_URI))
    problems.push('MONGODB_URI 应以 mongodb:// 或 mongodb+srv:// 开头');

  const logLevel = env.LOG_LEVEL || (isDemonstration ? 'warn' : 'info');
  if (!logLevels.includes(logLevel))
    problems.push(`LOG_LEVEL 应为 ${logLevels.join('、')} 之一，现在是“${logLevel}”`);
  const wechatUrl = env.WECHAT_BASE_URL || 'https://api.weixin.qq.com';
  if (!/^https?:\/\//.test(wechatUrl) || !URL.canParse(wechatUrl))
    problems.push(`WECHAT_BASE_URL 应以 https:// 或 http:// 开头，现在是“${wechatUrl}”`);
  const dataDir = resolve(env.DATA_DIR || '.data');
  const required = (name: string): string => {
    const value = env[name];
    if (!value) problems.push(`缺少 ${name}`);
    return value ?? '';
  };

  const templateIds = {} as Record<MessageTemplate, string>;
  for (const template of messageTemplates) {
    const variable = `WECHAT_TEMPLATE_${template.toUpperCase().replace(/-/g, '_')}`;
    templateIds[template] = isDemonstration ? `demo-${template}` : required(variable);
  }
  const wechat = {
    baseUrl: wechatUrl,
    appId: isDemonstration ? 'wx-demonstration' : required('WECHAT_APPID'),
    appSecret: isDemonstration ? 'demonstration' : required('WECHAT_APPSECRET'),
    templateIds,
  };

  const callback = readCallback(env, problems);
  const sms = readSms(env, problems);
  const keys = isDemonstration ? demonstrationKeys(dataDir) : productionKeys(env, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    host: env.HOST || (isDemonstration ? '127.0.0.1' : '0.0.0.0'),
    port,
    dataDir,
    checkpointFile: resolve(env.AUDIT_CHECKPOINT_FILE || join(dataDir, 'checkpoints.jsonl')),
    role: role as Config['role'],
    trustedProxies: (env.TRUSTED_PROXIES ?? '')
      .split(',')
      .map((address) => address.trim())
      .filter(Boolean),
    logLevel,
    ...(env.MONGODB_URI ? { mongodbUri: env.MONGODB_URI } : {}),
    isDemonstration,
    wechat: {
      ...wechat,
      ...(isDemonstration ? { callback: demonstrationCallback(keys) } : callback ? { callback } : {}),
    },
    ...(sms ? { sms } : {}),
    keys,
  };
}

/** WeChat's own calls: a token, and a key in secure mode. */
function readCallback(env: NodeJS.ProcessEnv, problems: string[]): Config['wechat']['callback'] {
  const { WECHAT_CALLBACK_TOKEN: token, WECHAT_CALLBACK_KEY: key } = env;
  if (!token && !key) return undefined;
  if (!token || !/^[A-Za-z0-9]{3,32}$/.test(token))
    problems.push('WECHAT_CALLBACK_TOKEN 应为 3–32 个字母或数字，与小程序后台“消息推送”里填的一致');
  if (key && !/^[A-Za-z0-9]{43}$/.test(key))
    problems.push('WECHAT_CALLBACK_KEY 应为 43 个字母或数字（EncodingAESKey）');
  return { token: token ?? '', ...(key ? { key } : {}) };
}

/** The sandbox pushes in secure mode, with a key of this data folder. */
function demonstrationCallback({ signInKey }: Keys): NonNullable<Config['wechat']['callback']> {
  const bytes = createHash('sha256').update(`wechat callback ${signInKey}`).digest();
  return { token: 'demonstration', key: bytes.toString('base64').slice(0, 43) };
}

/** The provider of text messages: both settings, or neither. */
function readSms(env: NodeJS.ProcessEnv, problems: string[]): Config['sms'] {
  const { SMS_URL: url, SMS_KEY: key } = env;
  if (!url && !key) return undefined;
  if (!url || !/^https?:\/\//.test(url) || !URL.canParse(url))
    problems.push(`SMS_URL 应以 https:// 或 http:// 开头，现在是“${url ?? ''}”`);
  if (!key || key.length < 16) problems.push('SMS_KEY 至少 16 个字符，与 SMS_URL 一起设');
  return { url: url ?? '', key: key ?? '' };
}

function productionKeys(env: NodeJS.ProcessEnv, problems: string[]): Keys {
  const keys = {} as Keys;
  for (const [name, variable] of Object.entries(ringVariables) as [RingName, string][]) {
    const ring = readRing(variable, env[variable] ?? '', problems);
    if (ring) keys[name] = ring;
  }
  for (const [name, variable] of Object.entries(keyVariables) as [keyof typeof keyVariables, string][]) {
    const value = env[variable] ?? '';
    keys[name] = value;
    if (!value) problems.push(`缺少 ${variable}`);
    else if (name === 'ticketPrivateKey' || name === 'auditPrivateKey') {
      if (!isEd25519(value)) problems.push(`${variable} 应为 Ed25519 私钥（PKCS#8 DER，base64）`);
    } else if (Buffer.from(value, 'base64').length !== 32) problems.push(`${variable} 应为 32 字节，base64`);
  }
  return keys;
}

/** Keys as `id:base64,id:base64`; undefined, with the problem told, where they aren't. */
function readRing(variable: string, value: string, problems: string[]): KeyRing | undefined {
  const parts = value.split(',').map((part) => part.trim());
  const keys = parts.map((part) => {
    const at = part.indexOf(':');
    return { id: part.slice(0, Math.max(0, at)), key: part.slice(at + 1) };
  });
  const isRight = ({ id, key }: NamedKey) =>
    /^[\w-]{1,20}$/.test(id) && Buffer.from(key, 'base64').length === 32;
  if (!value) problems.push(`缺少 ${variable}`);
  else if (!keys.every(isRight))
    problems.push(`${variable} 应为“编号:密钥”，多把用逗号分开，每把密钥 32 字节，base64`);
  else if (new Set(keys.map(({ id }) => id)).size < keys.length) problems.push(`${variable} 里编号重复`);
  else {
    const [first, ...rest] = keys;
    if (first) return [first, ...rest];
  }
  return undefined;
}

function isEd25519(key: string): boolean {
  try {
    const { asymmetricKeyType } = createPrivateKey({
      key: Buffer.from(key, 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    return asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

/** Phone keys as a data folder kept them before they had ids. */
interface UnnamedKeys {
  phoneEncryptionKey?: string;
  phoneIndexKey?: string;
}

function readKeys({ phoneEncryptionKey, phoneIndexKey, ...keys }: Keys & UnnamedKeys): Keys {
  return {
    ...keys,
    ...(phoneEncryptionKey ? { phoneEncryptionKeys: [{ id: 'k1', key: phoneEncryptionKey }] } : {}),
    ...(phoneIndexKey ? { phoneIndexKeys: [{ id: 'k1', key: phoneIndexKey }] } : {}),
  };
}

function newSigningKey(): string {
  return generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64');
}

/** The demonstration's keys: generated once, kept in DATA_DIR, readable by their owner only. */
function demonstrationKeys(dataDir: string): Keys {
  const file = join(dataDir, 'keys.json');
  const kept = existsSync(file)
    ? readKeys(JSON.parse(readFileSync(file, 'utf8')) as Keys & UnnamedKeys)
    : undefined;
  // A folder of an earlier version lacks the keys that came later.
  if (kept?.signInKey && kept.auditPrivateKey) return kept;
  const random = () => randomBytes(32).toString('base64');
  const keys: Keys = {
    phoneEncryptionKeys: [{ id: 'k1', key: random() }],
    phoneIndexKeys: [{ id: 'k1', key: random() }],
    linkKey: random(),
    signInKey: random(),
    ticketPrivateKey: newSigningKey(),
    auditPrivateKey: newSigningKey(),
    ...kept,
  };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(keys, null, 2), { mode: 0o600 });
  return keys;
}
