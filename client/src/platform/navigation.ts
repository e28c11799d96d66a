import Taro from '@tarojs/taro';

import { tabs } from '@/pages';

import { featurePath, type FeaturePage, type Query } from './page-path';

export { featurePath, type FeaturePage } from './page-path';

export type TabName = (typeof tabs)[number]['name'];

/** WeChat keeps at most ten pages; the eleventh takes the place of the one on top. */
const deepestStack = 10;

/** Opens a page of a feature on top of this one. */
export async function openPage(page: FeaturePage, query?: Query): Promise<void> {
  const url = featurePath(page, query);
  if (Taro.getCurrentPages().length >= deepestStack) await Taro.redirectTo({ url });
  else await Taro.navigateTo({ url });
}

/** Opens a page in place of this one, which can't be come back to: after something was sent. */
export async function replacePage(page: FeaturePage, query?: Query): Promise<void> {
  await Taro.redirectTo({ url: featurePath(page, query) });
}

/** Opens a tab and closes what lies on top of it. */
export async function openTab(tab: TabName): Promise<void> {
  await Taro.switchTab({ url: `/pages/${tab}/index` });
}

export type MatchingView = 'events' | 'listings' | 'mine';

let askedView: MatchingView | undefined;

/** Opens 对接 on one of its three parts; the address of a tab carries no query. */
export async function openMatching(view: MatchingView): Promise<void> {
  askedView = view;
  await openTab('matching');
}

/** The part of 对接 that was asked for and hasn't been shown yet. */
export function takeMatchingView(): MatchingView | undefined {
  const view = askedView;
  askedView = undefined;
  return view;
}

/** Goes back; from a page that was opened by a link, to 首页. */
export async function goBack(): Promise<void> {
  if (Taro.getCurrentPages().length > 1) await Taro.navigateBack();
  else await openTab('home');
}

/** Shows a number at a tab, or takes it away; a page that isn't a tab can't, and nothing happens. */
export function setTabBadge(tab: TabName, count: number): void {
  const index = tabs.findIndex(({ name }) => name === tab);
  const change =
    count > 0
      ? Taro.setTabBarBadge({ index, text: count > 99 ? '99+' : String(count) })
      : Taro.removeTabBarBadge({ index });
  change.catch(() => undefined);
}
