import { useLaunch } from '@tarojs/taro';
import type { PropsWithChildren } from 'react';

import { setTransport } from './api/request';
import { startSession } from './api/session';
import { listenForPrivacy } from './platform/privacy';
import { sessionPlatform } from './platform/session';
import { transport } from './platform/transport';

import './app.scss';
import './styles/browser-bars';

setTransport(transport);

/** The mini-program: Taro puts the pages in as children. */
export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    listenForPrivacy();
    void startSession(sessionPlatform);
  });
  return children;
}
