import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { App } from '../../../server/app';

type Callback = ((result: unknown) => void) | undefined;
interface Options {
  success?: Callback;
  fail?: Callback;
  complete?: Callback;
  [name: string]: unknown;
}

/** What lies outside the mini-program: the API, and the answers that the person and WeChat give. */
export interface Outside {
  app: App;
  /** The base address the build was made with; requests below it reach the API in this process. */
  apiBase: string;
  /** Codes of `wx.login`. */
  login(): string | Promise<string>;
  /** Text that the camera sees. */
  scan?: () => string;
  /** Pictures that the person picks: paths of files. */
  pictures?: string[];
  /** Whether the person says yes: to a question, or to subscription messages. */
  agree?: boolean;
  /**
   * What the person said to the privacy agreement that the owner filed with WeChat; `asked`: nothing yet, so WeChat asks
   * before the first call that touches personal data. `undeclared`: the owner has filed nothing. Absent: agreed.
   */
  privacy?: 'asked' | 'agreed' | 'undeclared';
  /** WeChat hears which messages the person allowed. */
  onAllowed?(templateIds: string[]): Promise<void>;
}

/** What the mini-program asked of WeChat besides pages and requests. */
export interface Seen {
  toasts: string[];
  modals: string[];
  subscriptions: string[][];
  /** Openings of the privacy agreement. */
  contracts: number;
}

/** WeChat's part in its privacy question: it knows by itself which button was tapped. */
export interface PrivacyKeeper {
  /** A button with `open-type="agreePrivacyAuthorization"` was tapped. */
  tapped(buttonId: string): void;
}

type Navigate = (
  kind: 'navigateTo' | 'redirectTo' | 'switchTab' | 'reLaunch' | 'navigateBack',
  url: string,
) => Promise<void>;

/**
 * A small stand-in for `wx`: the APIs this mini-program uses, answering asynchronously by `success` and `complete` as
 * WeChat does. Taro offers exactly the keys that are there when it loads.
 */
export function createWx(
  outside: Outside,
  navigate: Navigate,
): { wx: Record<string, unknown>; seen: Seen; privacy: PrivacyKeeper } {
  const storage = new Map<string, unknown>();
  const seen: Seen = { toasts: [], modals: [], subscriptions: [], contracts: 0 };
  const privacy = createPrivacy(outside.privacy ?? 'agreed');

  // Without callbacks WeChat answers a promise; with them it calls back and answers the task.
  const later =
    (work: (options: Options) => unknown) =>
    (options: Options = {}) => {
      const answer = Promise.resolve()
        .then(() => work(options))
        .then((result) => ({ errMsg: 'ok', ...(result as object) }));
      if (!options.success && !options.fail && !options.complete) return answer;
      answer.then(
        (result) => {
          options.success?.(result);
          options.complete?.(result);
        },
        (error: unknown) => {
          const errno = error instanceof Refusal ? { errno: error.errno } : {};
          const failure = { errMsg: `fail ${String(error)}`, ...errno };
          options.fail?.(failure);
          options.complete?.(failure);
        },
      );
      return { abort: () => undefined, onProgressUpdate: () => undefined };
    };
  const path = (url: unknown) => {
    const text = String(url);
    if (!text.startsWith(outside.apiBase)) throw new Error(`url not in domain list: ${text}`);
    return `/api${text.slice(outside.apiBase.length)}`;
  };
  const go = (kind: Parameters<Navigate>[0]) => later(({ url }) => navigate(kind, String(url ?? '')));

  const wx: Record<string, unknown> = {
    request: later(async ({ url, method, header, data, dataType }) => {
      const reply = await outside.app.inject({
        method: (method ?? 'GET') as 'GET',
        url: path(url),
        headers: (header ?? {}) as Record<string, string>,
        ...(data === undefined ? {} : { payload: typeof data === 'string' ? data : JSON.stringify(data) }),
      });
      return {
        statusCode: reply.statusCode,
        header: reply.headers,
        data: dataType === 'text' ? reply.body : parse(reply.body),
      };
    }),
    uploadFile: later(async ({ url, filePath, name, header }) => {
      const boundary = 'qifutong-test-boundary';
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${String(name)}"; filename="${basename(String(filePath))}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
      const reply = await outside.app.inject({
        method: 'POST',
        url: path(url),
        headers: {
          ...(header as Record<string, string>),
          'content-type': `multipart/form-data; boundary=${boundary}`,
        },
        payload: Buffer.concat([
          Buffer.from(head),
          readFileSync(String(filePath)),
          Buffer.from(`\r\n--${boundary}--\r\n`),
        ]),
      });
      // WeChat hands the body of an upload over as text.
      return { statusCode: reply.statusCode, data: reply.body };
    }),
    login: later(async () => ({ code: await outside.login() })),
    scanCode: later(() => {
      if (!outside.scan) throw new Error('cancel');
      return { result: outside.scan(), scanType: 'QR_CODE', charSet: 'UTF-8', path: '' };
    }),
    chooseMedia: later(async () => {
      await privacy.pass();
      return {
        type: 'image',
        tempFiles: (outside.pictures ?? []).map((tempFilePath) => ({
          tempFilePath,
          size: readFileSync(tempFilePath).length,
          fileType: 'image',
        })),
      };
    }),
    setClipboardData: later(() => privacy.pass()),
    onNeedPrivacyAuthorization: (listener: PrivacyListener) => privacy.listen(listener),
    getPrivacySetting: later(() => ({
      needAuthorization: privacy.standing() !== 'agreed',
      privacyContractName: '《企服通小程序隐私保护指引》',
    })),
    requirePrivacyAuthorize: later(() => privacy.pass()),
    openPrivacyContract: later(() => void (seen.contracts += 1)),
    requestSubscribeMessage: later(async ({ tmplIds }) => {
      const ids = tmplIds as string[];
      seen.subscriptions.push(ids);
      if (outside.agree !== false) await outside.onAllowed?.(ids);
      return Object.fromEntries(ids.map((id) => [id, outside.agree === false ? 'reject' : 'accept']));
    }),
    showModal: later(({ title, content }) => {
      seen.modals.push([title, content].filter(Boolean).join('：'));
      return { confirm: outside.agree !== false, cancel: outside.agree === false };
    }),
    showActionSheet: later(() => ({ tapIndex: 0 })),
    showToast: later(({ title }) => void seen.toasts.push(String(title))),
    navigateTo: go('navigateTo'),
    redirectTo: go('redirectTo'),
    switchTab: go('switchTab'),
    reLaunch: go('reLaunch'),
    navigateBack: go('navigateBack'),
    getNetworkType: later(() => ({ networkType: 'wifi', isConnected: true })),
    getScreenBrightness: later(() => ({ value: 0.5 })),
    getSetting: later(() => ({ authSetting: {}, subscriptionsSetting: { mainSwitch: true } })),
    getSystemInfo: later(() => systemInfo),
    getStorage: later(({ key }) => {
      if (!storage.has(String(key))) throw new Error('data not found');
      return { data: storage.get(String(key)) };
    }),
    setStorage: later(({ key, data }) => void storage.set(String(key), data)),
    removeStorage: later(({ key }) => void storage.delete(String(key))),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
    removeStorageSync: (key: string) => void storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: 0, limitSize: 10_240 }),
    clearStorageSync: () => storage.clear(),
    getSystemInfoSync: () => systemInfo,
    getWindowInfo: () => systemInfo,
    getDeviceInfo: () => ({ platform: 'ios', brand: 'test', model: 'test', system: 'iOS 17' }),
    getAppBaseInfo: () => ({ SDKVersion: '3.8.0', language: 'zh_CN', theme: 'light', version: '8.0.50' }),
    getMenuButtonBoundingClientRect: () => ({
      width: 87,
      height: 32,
      top: 50,
      right: 368,
      bottom: 82,
      left: 281,
    }),
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx-test', envVersion: 'develop', version: '' } }),
    canIUse: () => true,
    nextTick: (work: () => void) => setTimeout(work, 0),
    createSelectorQuery: () => createSelectorQuery(),
    createIntersectionObserver: () => ({
      relativeToViewport: () => ({ observe: () => undefined }),
      observe: () => undefined,
      disconnect: () => undefined,
    }),
  };
  // Asked and answered, with nothing for a test to see.
  for (const name of quiet) wx[name] = later(() => ({}));
  for (const name of listeners) wx[name] = () => undefined;
  return { wx, seen, privacy };
}

/** A call that WeChat didn't let through, with its number. */
class Refusal extends Error {
  constructor(readonly errno: number) {
    super(
      errno === 112
        ? 'api scope is not declared in the privacy agreement'
        : 'privacy permission is not authorized',
    );
  }
}

type PrivacyAnswer = { event: 'agree'; buttonId?: string } | { event: 'disagree' };
type PrivacyListener = (resolve: (answer: PrivacyAnswer) => void, info: { referrer: string }) => void;

/**
 * WeChat's privacy question: calls wait until the page has answered it. Agreeing counts only after the tap on a button
 * of WeChat's own kind with that id; a refusal lets nothing through.
 * @source WeChat, 小程序隐私协议开发指南
 */
function createPrivacy(first: 'asked' | 'agreed' | 'undeclared') {
  let standing = first;
  let listener: PrivacyListener | undefined;
  const tapped = new Set<string>();
  return {
    standing: () => standing,
    listen: (given: PrivacyListener) => {
      listener = given;
    },
    tapped: (buttonId: string) => void tapped.add(buttonId),
    async pass(): Promise<void> {
      if (standing === 'agreed') return;
      if (standing === 'undeclared') throw new Refusal(112);
      const ask = listener;
      if (!ask) throw new Refusal(104);
      const answer = await new Promise<PrivacyAnswer>((resolve) => ask(resolve, { referrer: 'chooseMedia' }));
      if (answer.event !== 'agree') throw new Refusal(104);
      if (!answer.buttonId || !tapped.has(answer.buttonId)) throw new Refusal(103);
      standing = 'agreed';
    },
  };
}

const quiet = [
  'hideToast', 'showLoading', 'hideLoading', 'setNavigationBarTitle', 'setNavigationBarColor', 'setTabBarBadge', 'removeTabBarBadge',
  'setScreenBrightness', 'setKeepScreenOn', 'vibrateShort', 'vibrateLong', 'stopPullDownRefresh', 'startPullDownRefresh', 'pageScrollTo',
  'makePhoneCall', 'previewImage', 'openDocument', 'downloadFile', 'showShareMenu', 'hideShareMenu', 'openSetting',
  'hideKeyboard', 'setBackgroundColor', 'hideTabBar', 'showTabBar', 'openLocation', 'saveImageToPhotosAlbum', 'updateShareMenu',
]; // prettier-ignore
const listeners = [
  'onNetworkStatusChange', 'offNetworkStatusChange', 'onAppShow', 'offAppShow', 'onAppHide', 'offAppHide', 'onError', 'offError',
  'onUnhandledRejection', 'offUnhandledRejection', 'onPageNotFound', 'offPageNotFound', 'onThemeChange', 'offThemeChange',
  'onWindowResize', 'offWindowResize', 'onUserCaptureScreen', 'offUserCaptureScreen', 'onKeyboardHeightChange', 'offKeyboardHeightChange',
]; // prettier-ignore

const systemInfo = {
  platform: 'ios',
  brand: 'test',
  model: 'test',
  system: 'iOS 17',
  SDKVersion: '3.8.0',
  version: '8.0.50',
  language: 'zh_CN',
  pixelRatio: 2,
  windowWidth: 375,
  windowHeight: 667,
  screenWidth: 375,
  screenHeight: 812,
  statusBarHeight: 44,
  safeArea: { left: 0, right: 375, top: 44, bottom: 778, width: 375, height: 734 },
};

function createSelectorQuery() {
  const query: Record<string, unknown> = {};
  for (const name of [
    'in',
    'select',
    'selectAll',
    'selectViewport',
    'boundingClientRect',
    'scrollOffset',
    'fields',
    'node',
    'context',
  ])
    query[name] = () => query;
  query.exec = (done?: (results: unknown[]) => void) => done?.([null]);
  return query;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
