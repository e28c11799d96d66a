const path = require('node:path');

const { patch } = require('./attributes.cjs');

/**
 * Taro's WXML templates have no accessibility attributes and drop them silently. This plugin adds them to the
 * templates at build time, and to the runtime's table of property names, so that both agree.
 */
module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (platform.platform !== 'weapp') return;
      platform.template.mergeComponents(ctx, patch);
      platform.runtimePath = [platform.runtimePath, path.join(__dirname, 'runtime.js')].flat();
    },
  });
};
