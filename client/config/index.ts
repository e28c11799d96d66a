import path from 'node:path';

import type { UserConfigExport } from '@tarojs/cli';

import { findSubpackages } from './subpackages';

const clientFolder = process.cwd();
const sourceFolder = path.join(clientFolder, 'src');
const contractFolder = path.resolve(clientFolder, '../server/contract');
const isH5 = process.env.TARO_ENV === 'h5';
const outputRoot = process.env.QIFUTONG_OUTPUT ?? `../dist/${isH5 ? 'h5' : 'weapp'}`;
const apiBaseUrl = isH5
  ? (process.env.TARO_APP_API_BASE_URL ?? '/api')
  : (process.env.TARO_APP_API_BASE_URL ?? 'https://qifutong.example.gov.cn/api');

/** Sizes are written in px and stay px: one CSS pixel of a 375-px-wide screen in both builds. */
const keepPixels = { pxtransform: { enable: false, config: {} } };

/**
 * esbuild turns our TypeScript into ES2019 in one pass, several times faster than Babel. Libraries are left as they
 * are: passed through esbuild, the unused components of Taro's library would no longer be dropped from the bundle.
 */
const tsx = { loader: 'tsx', jsx: 'automatic', target: 'es2019' };

const config: UserConfigExport<'webpack5'> = {
  projectName: 'qifutong',
  designWidth: 375,
  deviceRatio: { 375: 1, 640: 1.17, 750: 1, 828: 0.905 },
  sourceRoot: 'src',
  outputRoot,
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  plugins: [path.join(clientFolder, 'plugins/aria/index.cjs')],
  alias: { '@contract': contractFolder, '@': sourceFolder },
  defineConstants: {
    API_BASE_URL: JSON.stringify(apiBaseUrl),
    SUBPACKAGES: JSON.stringify(findSubpackages(sourceFolder)),
  },
  cache: { enable: false },
  logger: { quiet: true, stats: false },
  jsMinimizer: process.env.QIFUTONG_TERSER === '1' ? 'terser' : 'esbuild',
  cssMinimizer: 'csso',
  esbuild: { minify: { enable: true, config: { target: 'es2019' } } },
  terser: { enable: true, config: {} },
  mini: {
    webpackChain(chain) {
      chain.module.rule('script').uses.clear();
      chain.module
        .rule('tsx')
        .test(/\.tsx?$/)
        .use('esbuild')
        .loader('esbuild-loader')
        .options(tsx);
    },
    optimizeMainPackage: { enable: true },
    miniCssExtractPluginOption: { ignoreOrder: true },
    postcss: keepPixels,
  },
  h5: {
    webpackChain(chain) {
      // Babel still runs Taro's own plugin here: it lets unused Taro APIs be left out of the bundle.
      chain.module
        .rule('tsx')
        .test(/\.tsx?$/)
        .enforce('pre')
        .use('esbuild')
        .loader('esbuild-loader')
        .options(tsx);
      chain.performance.hints(false);
      chain.optimization.splitChunks({
        chunks: 'all',
        cacheGroups: {
          default: false,
          defaultVendors: false,
          libraries: {
            name: 'libraries',
            test: /[\\/]node_modules[\\/](@tarojs|react|react-dom|scheduler)[\\/]/,
            priority: 10,
          },
          kit: {
            name: 'kit',
            test: /[\\/]src[\\/](components|format|hooks|platform|api)[\\/]/,
            minChunks: 3,
            priority: 5,
          },
        },
      });
    },
    publicPath: '/m/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    postcss: { ...keepPixels, autoprefixer: { enable: true, config: {} } },
  },
};

export default config;
