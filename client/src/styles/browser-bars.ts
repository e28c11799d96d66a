/** WeChat draws its own bars. The browser's build takes `browser-bars.h5.ts` instead of this file. */
export {};
