import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Product {
  /** Address of the start page, with a slash at the end. */
  url: string;
  process: ChildProcess;
  /** A login code of the phone of somebody in the demonstration, and the phone's id. */
  login(name: string): Promise<{ code: string; phone: string }>;
  stop(): Promise<void>;
}

/** Starts the built product as `npm start` does, on a free port over a fresh folder; resolves when its data is loaded. */
export async function startProduct(): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'qft-product-'));
  const child = fork('dist/server/main.js', [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      MONGODB_URI: '',
      WECHAT_APPID: '',
    },
  });
  const url = await new Promise<string>((resolve, reject) => {
    let address = '';
    child.on('message', (message: { type?: string; url?: string }) => {
      if (message.type === 'ready') address = message.url ?? '';
      if (message.type === 'loaded') resolve(address);
    });
    child.on('exit', (code) => reject(new Error(`the product ended with code ${code}`)));
  });
  return {
    url,
    process: child,
    async login(name) {
      const phones = (await (await fetch(`${url}sandbox/phones`)).json()) as { id: string; name: string }[];
      const phone = phones.find((each) => each.name === name);
      if (!phone) throw new Error(`nobody is called ${name}`);
      const reply = await fetch(`${url}sandbox/phones/${phone.id}/login-codes`, { method: 'POST' });
      return { code: ((await reply.json()) as { code: string }).code, phone: phone.id };
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
