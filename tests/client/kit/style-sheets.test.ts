import { readdirSync } from 'node:fs';
import path from 'node:path';

import { compile } from 'sass';

const source = path.resolve('client/src');
const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.scss'),
);

/** Selectors of a compiled sheet: what stands before each brace, comments and at-rules aside. */
function selectorsOf(css: string): string[] {
  return [...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g)]
    .map(([, selector = '']) => selector.trim())
    .filter((selector) => !selector.startsWith('@'));
}

describe('style sheets', () => {
  test('there are some', () => {
    expect(sheets.length).toBeGreaterThan(20);
  });

  test.each(sheets)('%s has no selector that WeChat’s style compiler refuses', (file) => {
    // The browser's own sheet isn't part of the WeChat build.
    if (file === path.join('styles', 'h5.scss')) return;
    const selectors = selectorsOf(compile(path.join(source, file)).css);
    const refused = selectors.filter(
      (selector) => selector.includes('*') || /(^|[\s>+~,])[:[]/.test(selector),
    );
    expect(refused).toEqual([]);
  });
});
