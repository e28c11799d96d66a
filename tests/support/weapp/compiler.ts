import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import compiler from 'miniprogram-compiler';

type Generate = (data: object) => unknown;

/**
 * Compiles a build's templates and styles with WeChat's own compilers and runs each template once.
 * @returns how many templates and style sheets there were
 * @throws Error with the compiler's words where it refuses one
 */
export function compileAll(folder: string): { templates: number; sheets: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const templates = files.filter((file) => file.endsWith('.wxml'));
  const sheets = files.filter((file) => file.endsWith('.wxss'));
  // The compiler hands back the source of a function that gives each template's generator; it looks for a window.
  const gwx = new Function('global', 'window', compiler.wxmlToJs(folder))({}, {}) as (
    file: string,
  ) => Generate | undefined;
  for (const template of templates) {
    const generate = gwx(`./${template}`) ?? gwx(template);
    if (!generate) throw new Error(`${template} was not compiled`);
    generate({ root: { cn: [] }, i: { nn: '0', cn: [] } });
  }
  // Styles are only compiled: what comes out wants a document to put them into.
  const css = compiler.wxssToJs(folder);
  for (const sheet of sheets) if (!css.includes(sheet)) throw new Error(`${sheet} was not compiled`);
  return { templates: templates.length, sheets: sheets.length };
}
