import type { PropsWithChildren } from 'react';

import './app.scss';

/** The mini-program: Taro puts the pages in as children. */
export default function App({ children }: PropsWithChildren) {
  return children;
}
