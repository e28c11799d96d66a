import { chromium, type Browser } from 'playwright-core';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--force-color-profile=srgb',
];

/**
 * Starts a real Chromium: CHROMIUM_PATH or the system's, else the one inside @sparticuz/chromium, unpacked once with
 * its own libraries and a Chinese font. Null only where no browser can run and ALLOW_NO_BROWSER=1 permits it.
 * @throws Error when no browser can run
 */
export async function openBrowser(): Promise<Browser | null> {
  const system = [process.env.CHROMIUM_PATH, ...systemBrowsers].find((path) => path && existsSync(path));
  const failures: string[] = [];
  for (const attempt of [() => (system ? { path: system, env: {} } : undefined), unpackedBrowser]) {
    try {
      const found = attempt();
      if (!found) continue;
      return await chromium.launch({
        executablePath: found.path,
        args: quiet,
        env: { ...process.env, ...fontSettings(), ...found.env } as Record<string, string>,
      });
    } catch (error) {
      failures.push(String(error).slice(0, 400));
    }
  }
  const message = `NO BROWSER CAN RUN: the browser journeys are not tested.\n${failures.join('\n')}`;
  process.stderr.write(`\n${'!'.repeat(78)}\n${message}\n${'!'.repeat(78)}\n`);
  if (process.env.ALLOW_NO_BROWSER === '1') return null;
  throw new Error(message);
}

const packageFolder = (name: string) => resolve('node_modules', name);
const cache = resolve('node_modules/.cache/qifutong');

/** The browser from npm: unpacked into a folder of its version, so that an upgrade never runs on old files. */
function unpackedBrowser(): { path: string; env: Record<string, string> } {
  const source = packageFolder('@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(join(folder, 'chromium'))) {
    const fresh = `${folder}-${process.pid}`;
    mkdirSync(fresh, { recursive: true });
    writeFileSync(
      join(fresh, 'chromium'),
      brotliDecompressSync(readFileSync(join(source, 'bin/chromium.br'))),
    );
    chmodSync(join(fresh, 'chromium'), 0o755);
    for (const archive of ['al2023.tar.br', 'swiftshader.tar.br']) {
      const tar = join(fresh, 'archive.tar');
      writeFileSync(tar, brotliDecompressSync(readFileSync(join(source, 'bin', archive))));
      execFileSync('tar', ['-xf', tar, '-C', fresh]);
      rmSync(tar);
    }
    mkdirSync(dirname(folder), { recursive: true });
    if (existsSync(folder)) rmSync(fresh, { recursive: true });
    else renameSync(fresh, folder);
  }
  return {
    path: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [join(folder, 'lib'), folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    },
  };
}

/** Points fontconfig at a Chinese font from npm: without one Chinese is blank and nothing fails. */
function fontSettings(): Record<string, string> {
  const folder = join(cache, 'fonts');
  const file = join(folder, 'fonts.conf');
  mkdirSync(folder, { recursive: true });
  const fonts = [join(packageFolder('@embedpdf/fonts-sc'), 'fonts'), '/usr/share/fonts'].filter(existsSync);
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${fonts.map((dir) => `<dir>${dir}</dir>`).join('')}<cachedir>${join(folder, 'cache')}</cachedir></fontconfig>`,
  );
  return { FONTCONFIG_FILE: file };
}
