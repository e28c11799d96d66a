import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import vm from 'node:vm';
import { readTemplates, type NodeTemplate } from './template';
import { applyData, textOf, walk, type RawNode, type Shown } from './tree';
import { createWx, type Outside, type PrivacyKeeper, type Seen } from './wx';

interface PageConfig {
  data?: unknown;
  eh(event: object): void;
  onLoad?(query: Record<string, string>): void;
  onShow?(): void;
  onReady?(): void;
  onHide?(): void;
  onUnload?(): void;
  [name: string]: unknown;
}
interface PageInstance extends PageConfig {
  route: string;
  data: { root: RawNode };
}

const patienceMs = 15_000;

/**
 * The built mini-program, run: its own JavaScript in a context of its own, with a small stand-in for WeChat's
 * `App`, `Page` and `wx`. Pages show what `setData` says; taps and typing go in as WeChat sends them.
 */
export class Weapp {
  readonly seen: Seen;
  private readonly privacy: PrivacyKeeper;
  private readonly folder: string;
  private readonly templates: Map<string, NodeTemplate>;
  private readonly context: vm.Context;
  private readonly modules = new Map<string, unknown>();
  private readonly configs = new Map<string, PageConfig>();
  private readonly stack: PageInstance[] = [];
  private loading = '';
  private appConfig: Record<string, ((options: object) => void) | undefined> = {};
  private waiters: (() => void)[] = [];

  constructor(outside: Outside, folder = resolve('dist/weapp')) {
    this.folder = folder;
    this.templates = readTemplates(join(folder, 'base.wxml'));
    const { wx, seen, privacy } = createWx(outside, (kind, url) => this.navigate(kind, url));
    this.seen = seen;
    this.privacy = privacy;
    this.context = vm.createContext({
      wx,
      console,
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
      App: (config: Weapp['appConfig']) => (this.appConfig = config),
      Page: (config: PageConfig) => this.configs.set(this.loading, config),
      Component: () => undefined,
      Behavior: () => undefined,
      getApp: () => this.appConfig,
      getCurrentPages: () => this.stack,
      requirePlugin: () => ({}),
    });
    this.require('app.js');
    this.appConfig.onLaunch?.({ path: '', query: {}, scene: 1001 });
    this.appConfig.onShow?.({ path: '', query: {}, scene: 1001 });
  }

  /** Opens a page by its path, as a card or a code does: the pages before it are closed. */
  async open(url: string): Promise<void> {
    await this.navigate('reLaunch', `/${url}`);
  }

  /** The route of the page on top. */
  get route(): string {
    return this.top.route;
  }

  /** All text of the page on top. */
  get text(): string {
    return textOf(this.top.data.root);
  }

  /** Waits until the page on top shows the text; fails with what it shows instead. */
  async sees(text: string | RegExp): Promise<void> {
    await this.until(
      () => (typeof text === 'string' ? this.text.includes(text) : text.test(this.text)),
      `“${String(text)}”`,
    );
  }

  /** Waits until the page on top no longer shows the text. */
  async seesNoMore(text: string): Promise<void> {
    await this.until(() => !this.text.includes(text), `“${text}” to go`);
  }

  /** Waits until the page with this route is on top. */
  async isOn(route: string): Promise<void> {
    await this.until(() => this.stack.at(-1)?.route === route, `page ${route}`);
  }

  /** Taps the innermost element whose text or aria-label is, or else contains, the words. */
  async tap(words: string): Promise<void> {
    await this.until(() => this.findTappable(words) !== undefined, `something to tap: “${words}”`);
    const found = this.findTappable(words) as Shown;
    const agreeing = this.findAgreeing(found);
    // WeChat takes note of the tap by itself, before the page hears of it.
    if (agreeing) this.privacy.tapped(agreeing.id);
    this.send(found, 'tap', {});
    if (agreeing) this.send(agreeing.shown, 'agreeprivacyauthorization', {});
    await this.settle();
  }

  /** WeChat's own button for agreeing to the privacy guide, where the tap falls on one. */
  private findAgreeing({ node, ancestors }: Shown): { id: string; shown: Shown } | undefined {
    const shown = this.shown().find(
      (each) =>
        (each.node === node || ancestors.includes(each.node)) &&
        each.element === 'button' &&
        (each.attribute('open-type') ?? '').split('|').includes('agreePrivacyAuthorization'),
    );
    return shown && { id: shown.attribute('id') ?? '', shown };
  }

  /** Types into the field whose placeholder or aria-label contains the words. */
  async type(words: string, value: string): Promise<void> {
    const isField = (shown: Shown) =>
      ['input', 'textarea'].includes(shown.element) &&
      [shown.attribute('placeholder'), shown.attribute('aria-label')].some((label) => label?.includes(words));
    await this.until(() => this.shown().some(isField), `a field “${words}”`);
    const field = this.shown().find(isField) as Shown;
    this.send(field, 'input', { value, cursor: value.length });
    await this.settle();
    this.send(field, 'blur', { value });
    await this.settle();
  }

  /** Elements of the page on top. */
  shown(): Shown[] {
    return [...walk(this.top.data.root, this.templates)];
  }

  private get top(): PageInstance {
    const page = this.stack.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  }

  private findTappable(words: string): Shown | undefined {
    const candidates = this.shown().filter((shown) => shown.attribute('aria-disabled') !== 'true');
    const named = (shown: Shown) => shown.attribute('aria-label') ?? shown.text;
    return (
      candidates.findLast((shown) => named(shown) === words) ??
      candidates.findLast((shown) => named(shown).includes(words))
    );
  }

  /**
   * Events bubble by WeChat: one call per ancestor that binds the event, the tapped element first. Taro holds handlers
   * back until the outermost of them is called.
   */
  private send({ node, ancestors }: Shown, type: string, detail: object): void {
    const isBubbling = type === 'tap';
    const bound = (each: RawNode) =>
      each.nn !== undefined && (this.templates.get(each.nn)?.events.has(type) ?? false);
    const targets = (isBubbling ? [node, ...ancestors.toReversed()] : [node]).filter(bound);
    const named = (each: RawNode) => ({ id: each.uid ?? each.sid, dataset: { sid: each.sid } });
    for (const current of targets) {
      this.top.eh({
        type,
        target: named(targets[0] ?? node),
        currentTarget: named(current),
        detail,
        timeStamp: Date.now(),
        mpEvent: { type, detail, target: named(targets[0] ?? node) },
      });
    }
  }

  private async navigate(kind: string, url: string): Promise<void> {
    if (kind === 'navigateBack') {
      if (this.stack.length > 1) this.close();
      this.top.onShow?.();
      return this.wake();
    }
    const [path = '', query = ''] = url.split('?');
    const base = path.startsWith('/') ? '' : `${dirname(this.stack.at(-1)?.route ?? '')}/`;
    const route = join(base, path).replace(/^\//, '');
    if (kind === 'navigateTo') this.stack.at(-1)?.onHide?.();
    else if (kind === 'redirectTo') this.close();
    else while (this.stack.length > 0) this.close();
    const page = this.createPage(route);
    this.stack.push(page);
    page.onLoad?.(Object.fromEntries(new URLSearchParams(query)));
    page.onShow?.();
    page.onReady?.();
    this.wake();
    await this.settle();
  }

  private close(): void {
    this.stack.pop()?.onUnload?.();
  }

  private createPage(route: string): PageInstance {
    if (!this.configs.has(route)) {
      this.loading = route;
      this.require(`${route}.js`);
    }
    const config = this.configs.get(route);
    if (!config) throw new Error(`the page ${route} did not register itself`);
    const page = Object.create(config) as PageInstance;
    page.route = route;
    page.data = JSON.parse(JSON.stringify(config.data ?? {})) as { root: RawNode };
    page.data.root ??= { cn: [] };
    page.setData = (change: Record<string, unknown>, done?: () => void) => {
      applyData(page.data, change);
      this.wake();
      if (done) setTimeout(done, 0);
    };
    return page;
  }

  private require(file: string): unknown {
    const path = join(this.folder, file.endsWith('.js') ? file : `${file}.js`);
    if (this.modules.has(path)) return this.modules.get(path);
    const module = { exports: {} };
    this.modules.set(path, module.exports);
    const run = vm.runInContext(
      `(function (require, module, exports) {${readFileSync(path, 'utf8')}\n})`,
      this.context,
      { filename: path },
    ) as (require: (name: string) => unknown, module: object, exports: object) => void;
    const here = dirname(file);
    run((name) => this.require(join(here, name)), module, module.exports);
    return module.exports;
  }

  /** Waits for a moment in which nothing more happens at once: timers of React and Taro have run. */
  private settle(): Promise<void> {
    return new Promise((done) => setTimeout(done, 20));
  }

  private wake(): void {
    for (const waiter of this.waiters.splice(0)) waiter();
  }

  /** Waits for a condition on what is shown, looking again after each `setData`. */
  private async until(condition: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!condition()) {
      if (Date.now() > deadline)
        throw new Error(`waited for ${what} on ${this.route}, which shows: ${this.text}`);
      await new Promise<void>((done) => {
        this.waiters.push(done);
        setTimeout(done, 250);
      });
    }
  }
}
