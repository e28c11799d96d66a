/**
 * Draws the 5:4 picture of a forwarded policy or briefing. Without it WeChat would send a picture of the screen, with
 * the firm's own verdict and amount on it. Needs a Chinese font on the machine; run it after changing the words:
 * `node client/drawings/share-card.mjs`.
 */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import sharp from 'sharp';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const folder = path.join(here, '../src/assets/share');
const sheet = await readFile(path.join(here, '../src/components/glaze/crackle.scss'), 'utf8');
const crackle = /d='(M[^']+)'/.exec(sheet)?.[1];
if (!crackle) throw new Error('crackle.scss holds no path');

const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='750' height='600' viewBox='0 0 375 300'>
  <rect width='375' height='300' fill='#D9E7E6'/>
  <path d='${crackle}' fill='none' stroke='#C4D8D6' stroke-width='.8'/>
  <g transform='translate(28 30) scale(1.7)' fill='none' stroke='#12566A' stroke-linecap='round' stroke-linejoin='round'>
    <path d='M7.4 7.6V5.2a1.3 1.3 0 0 0-2.6 0M18.6 7.6V5.2a1.3 1.3 0 0 1 2.6 0' stroke-width='1.8'/>
    <path d='M3.4 8.6h19.2' stroke-width='2.3'/>
    <path d='M5.2 11.2h15.6c0 5.2-3 8.6-7.8 8.6s-7.8-3.4-7.8-8.6z' fill='#12566A' stroke='none'/>
    <path d='M8 18.6l-1.2 4M18 18.6l1.2 4M13 19.4v3.4' stroke-width='2.4'/>
  </g>
  <g font-family='Noto Sans CJK SC, Noto Sans SC, PingFang SC, sans-serif'>
    <text x='84' y='62' font-size='24' font-weight='600' fill='#12566A'>企服通</text>
    <text x='30' y='158' font-size='46' font-weight='700' fill='#1A2326'>惠企政策</text>
    <text x='30' y='204' font-size='24' fill='#3E4A4E'>点开看您符不符合、能拿多少</text>
    <text x='30' y='268' font-size='20' fill='#12566A'>河南省企业服务</text>
  </g>
</svg>`;

await mkdir(folder, { recursive: true });
await sharp(Buffer.from(svg)).png({ palette: true, quality: 90 }).toFile(path.join(folder, 'policy.png'));
