/**
 * Draws the five tab icons, plain and selected, as the 81 × 81 PNG files that WeChat's tab bar wants.
 * Run it after changing a path: `node client/drawings/tab-icons.mjs`.
 */
import path from 'node:path';

import sharp from 'sharp';

const folder = path.join(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  '../src/assets/tabs',
);

/** Paths on a 24 × 24 grid: `body` is tinted when selected, `detail` is only stroked. */
const icons = {
  home: {
    body: 'M4.2 10.6 12 4.2l7.8 6.4v8.1a1.3 1.3 0 0 1-1.3 1.3h-13a1.3 1.3 0 0 1-1.3-1.3z',
    detail: 'M9.6 20v-5.4h4.8V20',
  },
  policies: {
    body: 'M6.8 3.9h7.1l4.3 4.3v10.6a1.3 1.3 0 0 1-1.3 1.3H6.8a1.3 1.3 0 0 1-1.3-1.3V5.2a1.3 1.3 0 0 1 1.3-1.3z',
    detail: 'M13.8 4v4.3h4.3M8.9 12.3h5.9M8.9 15.8h3.6',
  },
  issues: {
    body: 'M5.4 4.8h13.2a1.5 1.5 0 0 1 1.5 1.5v8.4a1.5 1.5 0 0 1-1.5 1.5h-5.8l-4.3 3.5v-3.5H5.4a1.5 1.5 0 0 1-1.5-1.5V6.3a1.5 1.5 0 0 1 1.5-1.5z',
    detail: 'M8 8.9h8M8 12.2h4.7',
  },
  matching: {
    body: 'M14.1 12a5.2 5.2 0 1 1-10.4 0 5.2 5.2 0 0 1 10.4 0zM20.3 12a5.2 5.2 0 1 1-10.4 0 5.2 5.2 0 0 1 10.4 0z',
    detail: '',
  },
  me: {
    body: 'M16 8.2a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4.6 20c.8-3.7 3.7-5.8 7.4-5.8s6.6 2.1 7.4 5.8z',
    detail: '',
  },
};

const looks = {
  '': { stroke: '#586366', tint: 'none' },
  '-selected': { stroke: '#12566A', tint: '#BFDADF' },
};

for (const [name, { body, detail }] of Object.entries(icons)) {
  for (const [suffix, { stroke, tint }] of Object.entries(looks)) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="81" height="81" viewBox="0 0 24 24"
      stroke="${stroke}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">
      <path d="${body}" fill="${tint}"/><path d="${detail}" fill="none"/></svg>`;
    await sharp(Buffer.from(svg))
      .png({ compressionLevel: 9, palette: true })
      .toFile(path.join(folder, `${name}${suffix}.png`));
  }
}
