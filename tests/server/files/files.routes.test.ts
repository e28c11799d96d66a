import type { App } from '../../../server/app';
import { FileModel } from '../../../server/modules/files/files.model';
import { fileRoutes } from '../../../server/modules/files/files.routes';
import { aVisitor, anEnvironment, appWith, headersOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aPdf, aPicture } from '../../support/files';

useDatabase();

let app: App;
let headers: { authorization: string };
beforeAll(async () => {
  app = await appWith(anEnvironment(), fileRoutes);
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
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent('现场照片.png')}`,
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
