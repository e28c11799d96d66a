import { request as httpRequest } from 'node:http';
import mongoose from 'mongoose';
import type { App } from '../../../server/app';
import { FileModel } from '../../../server/modules/files/files.model';
import { fileRoutes } from '../../../server/modules/files/files.routes';
import { aVisitor, anEnvironment, appWith, headersOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aPdf, aPicture } from '../../support/files';

useDatabase();

let app: App;
let address: string;
let headers: { authorization: string };
beforeAll(async () => {
  app = await appWith(anEnvironment(), fileRoutes);
  address = await app.listen({ host: '127.0.0.1', port: 0 });
  headers = await headersOf(await aVisitor());
});
afterAll(() => app.close());

/** A multipart body as browsers and WeChat send it. */
function formOf(bytes: Buffer, { field = 'file', name = '现场照片.png', type = 'image/png' } = {}) {
  const boundary = 'form-boundary-7';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}
const send = ({ payload, type }: { payload: Buffer; type: string }, authorized = headers) =>
  app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { ...authorized, 'content-type': type },
    payload,
  });
const refusal = (reply: { statusCode: number; json: () => { code: string } }) => [
  reply.statusCode,
  reply.json().code,
];

describe('the routes of files', () => {
  it('store a picture and give it back to its uploader', async () => {
    const reply = await send(formOf(await aPicture()));
    expect(reply.statusCode).toBe(201);
    const file = reply.json<{ id: string; sizeBytes: number }>();
    expect(file).toMatchObject({ name: '现场照片.png', mediaType: 'image/png' });
    const content = await app.inject({ url: `/api/files/${file.id}`, headers });
    expect(content.statusCode).toBe(200);
    expect(content.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(file.sizeBytes),
      'content-disposition': `inline; filename="____.png"; filename*=UTF-8''${encodeURIComponent('现场照片.png')}`,
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=600',
      etag: `"${file.id}"`,
    });
    expect(content.rawPayload).toHaveLength(file.sizeBytes);
  });

  it('give a link that a picture element can open', async () => {
    const { id } = (await send(formOf(await aPicture()))).json<{ id: string }>();
    const link = await app.inject({ method: 'POST', url: `/api/files/${id}/links`, headers });
    expect(link.statusCode).toBe(201);
    const { path } = link.json<{ path: string }>();
    expect((await app.inject(`/api${path}`)).statusCode).toBe(200);
    expect(refusal(await app.inject(`/api${path}x`))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await app.inject(`/api/files/${id}`))).toEqual([401, 'NOT_SIGNED_IN']);
  });

  it('give the part that was asked for, byte by byte, as long as the version is the same', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(600_000, 'abcdefg'), aPdf()]);
    const { id } = (await send(formOf(bytes, { name: 'a.pdf' }))).json<{ id: string }>();
    const size = bytes.length;
    const get = (more: Record<string, string>) =>
      app.inject({ url: `/api/files/${id}`, headers: { ...headers, ...more } });
    const parts: [range: string, from: number, to: number][] = [
      ['bytes=0-0', 0, 0],
      ['bytes=10-19', 10, 19],
      ['bytes=261119-261121', 261119, 261121],
      [`bytes=${size - 5}-`, size - 5, size - 1],
      ['bytes=-7', size - 7, size - 1],
      ['bytes=5-99999999', 5, size - 1],
    ];
    for (const [range, from, to] of parts) {
      const reply = await get({ range });
      expect([range, reply.statusCode, reply.headers['content-range']]).toEqual([
        range,
        206,
        `bytes ${from}-${to}/${size}`,
      ]);
      expect(reply.rawPayload.equals(bytes.subarray(from, to + 1))).toBe(true);
      expect(reply.headers['content-length']).toBe(String(to - from + 1));
    }
    for (const range of [`bytes=${size}-`, 'bytes=9-3']) {
      const reply = await get({ range });
      expect([reply.statusCode, reply.headers['content-range']]).toEqual([416, `bytes */${size}`]);
    }
    for (const range of ['lines=1-2', 'bytes=0-1,5-6', 'nonsense'])
      expect((await get({ range })).statusCode).toBe(200);
    expect((await get({ range: 'bytes=0-1', 'if-range': `"${id}"` })).statusCode).toBe(206);
    expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).statusCode).toBe(200);
    expect((await get({ 'if-none-match': `"other", W/"${id}"` })).statusCode).toBe(304);
    expect((await get({ 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it('tell a sender over the wire that the file is too large, while it is still sending', async () => {
    const { payload, type } = formOf(Buffer.concat([aPdf(), Buffer.alloc(30 * 1024 * 1024)]));
    const reply = await fetch(`${address}/api/files`, {
      method: 'POST',
      headers: { ...headers, 'content-type': type },
      body: payload,
    });
    expect([reply.status, await reply.json()]).toEqual([
      413,
      expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', message: '文件太大，最多 10 MB' }),
    ]);
  });

  it('keep nothing of an upload whose connection is lost in the middle', async () => {
    const chunks = mongoose.connection.collection('contents.chunks');
    const passages = mongoose.connection.collection('file_passages');
    const before = await chunks.countDocuments();
    const { payload, type } = formOf(
      Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(5_000_000, 'x')]),
    );
    const upload = httpRequest(`${address}/api/files`, {
      method: 'POST',
      headers: { ...headers, 'content-type': type, 'content-length': payload.length },
    });
    upload.on('error', () => undefined);
    upload.write(payload.subarray(0, 2_000_000));
    // Once something of it is stored, the line is cut.
    while ((await chunks.countDocuments()) === before) await new Promise((next) => setImmediate(next));
    upload.destroy();
    while ((await passages.countDocuments()) > 0) await new Promise((next) => setImmediate(next));
    expect(await chunks.countDocuments()).toBe(before);
  });

  it('show a foreign file as little as a missing one', async () => {
    const { id } = (await send(formOf(aPdf()))).json<{ id: string }>();
    const other = await headersOf(await aVisitor());
    for (const url of [`/api/files/${id}`, `/api/files/${'a'.repeat(24)}`])
      expect(refusal(await app.inject({ url, headers: other }))).toEqual([404, 'NOT_FOUND']);
    const link = await app.inject({ method: 'POST', url: `/api/files/${id}/links`, headers: other });
    expect(refusal(link)).toEqual([404, 'NOT_FOUND']);
  });

  it('take nothing from a guest', async () => {
    const { payload, type } = formOf(aPdf());
    const reply = await app.inject({
      method: 'POST',
      url: '/api/files',
      headers: { 'content-type': type },
      payload,
    });
    expect(refusal(reply)).toEqual([401, 'NOT_SIGNED_IN']);
  });

  it('refuse another type by its content and a file that is too large', async () => {
    const before = await FileModel.countDocuments();
    expect(refusal(await send(formOf(Buffer.from('MZ executable'), { name: 'a.png' })))).toEqual([
      415,
      'FILE_TYPE_REFUSED',
    ]);
    const large = Buffer.concat([aPdf(), Buffer.alloc(10 * 1024 * 1024)]);
    const reply = await send(formOf(large));
    expect(refusal(reply)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(reply.json()).toMatchObject({ message: '文件太大，最多 10 MB' });
    expect(await FileModel.countDocuments()).toBe(before);
  });

  it('answer a form without a file, a cut one and no form at all with what is wrong', async () => {
    const boundary = 'multipart/form-data; boundary=b';
    const cases: [payload: string, type: string, status: number, code: string][] = [
      ['--b--\r\n', boundary, 400, 'VALIDATION_FAILED'],
      [
        '--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n--b--\r\n',
        boundary,
        400,
        'VALIDATION_FAILED',
      ],
      [
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\ncut',
        boundary,
        400,
        'VALIDATION_FAILED',
      ],
      ['', boundary, 400, 'VALIDATION_FAILED'],
      ['x', 'multipart/form-data', 400, 'VALIDATION_FAILED'],
      ['{}', 'application/json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['x', 'application/octet-stream', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ];
    for (const [payload, type, status, code] of cases) {
      const reply = await send({ payload: Buffer.from(payload), type });
      expect([payload, type, ...refusal(reply)]).toEqual([payload, type, status, code]);
    }
  });

  it('refuse a malformed id', async () => {
    const reply = await app.inject({ url: '/api/files/1', headers });
    expect(reply.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'params.id', rule: '格式不对' }],
    });
  });
});
