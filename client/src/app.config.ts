import { tabs } from './pages';

const roots = SUBPACKAGES.map((subpackage) => subpackage.root);

/** Feature code that the next tap on a tab is likely to need; WeChat fetches it while the tab is read. */
const likelyNext: Record<(typeof tabs)[number]['name'], string[]> = {
  home: ['features/accounts', 'features/issues', 'features/events'],
  policies: ['features/policies'],
  issues: ['features/issues'],
  matching: ['features/events', 'features/matchmaking'],
  me: ['features/enterprises', 'features/messages', 'features/officer'],
};

export default defineAppConfig({
  pages: tabs.map((tab) => `pages/${tab.name}/index`),
  entryPagePath: 'pages/home/index',
  subPackages: SUBPACKAGES,
  preloadRule: Object.fromEntries(
    tabs
      .map((tab) => ({ tab, packages: likelyNext[tab.name].filter((root) => roots.includes(root)) }))
      .filter(({ packages }) => packages.length > 0)
      .map(({ tab, packages }) => [`pages/${tab.name}/index`, { network: 'all' as const, packages }]),
  ),
  window: {
    navigationStyle: 'default',
    navigationBarTitleText: '企服通',
    navigationBarBackgroundColor: '#F5F3EE',
    navigationBarTextStyle: 'black',
    backgroundColor: '#F5F3EE',
    backgroundTextStyle: 'dark',
    onReachBottomDistance: 160,
  },
  tabBar: {
    color: '#586366',
    selectedColor: '#12566A',
    backgroundColor: '#FFFFFF',
    borderStyle: 'white',
    list: tabs.map((tab) => ({
      pagePath: `pages/${tab.name}/index`,
      text: tab.text,
      iconPath: `assets/tabs/${tab.name}.png`,
      selectedIconPath: `assets/tabs/${tab.name}-selected.png`,
    })),
  },
  lazyCodeLoading: 'requiredComponents',
  requiredPrivateInfos: [],
});
