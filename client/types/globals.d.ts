/// <reference types="@tarojs/taro" />

declare module '*.scss';
declare module '*.png' {
  const path: string;
  export default path;
}

/** Where the API answers, without a slash at the end; set when the client is built. */
declare const API_BASE_URL: string;

/** The feature folders that hold pages, found when the client is built. */
declare const SUBPACKAGES: { root: string; pages: string[] }[];

declare namespace NodeJS {
  interface ProcessEnv {
    TARO_ENV: 'weapp' | 'h5';
    NODE_ENV: 'development' | 'production' | 'test';
  }
}
