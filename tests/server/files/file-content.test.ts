import fc from 'fast-check';
import sharp from 'sharp';
import { readContent, storedName } from '../../../server/modules/files/file-content';
import { aPdf, aPicture } from '../../support/files';

describe('the content of an uploaded file', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('that is a %s picture keeps its type', async (format) => {
    const { mediaType, bytes } = await readContent(await aPicture({ format }));
    expect(mediaType).toBe(`image/${format}`);
    expect((await sharp(bytes).metadata()).format).toBe(format);
  });

  it('that is a PDF is kept as it is', async () => {
    expect(await readContent(aPdf())).toEqual({ mediaType: 'application/pdf', bytes: aPdf() });
  });

  it('of a photograph loses place and device, and stands upright', async () => {
    const photo = await sharp(await aPicture({ width: 40, height: 20, format: 'jpeg' }))
      .withExif({
        IFD0: { Make: 'Phone', Model: 'X' },
        IFD3: { GPSLatitude: '34/1 43/1 0/1', GPSLatitudeRef: 'N' },
      })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect((await sharp(photo).metadata()).orientation).toBe(6);
    const { bytes } = await readContent(photo);
    const { exif, orientation, width, height } = await sharp(bytes).metadata();
    expect({ exif, orientation, width, height }).toEqual({ width: 20, height: 40 });
  });

  it('of a large picture is at most 2400 pixels long', async () => {
    const { bytes } = await readContent(await aPicture({ width: 3000, height: 1500, format: 'jpeg' }));
    const { width, height } = await sharp(bytes).metadata();
    expect([width, height]).toEqual([2400, 1200]);
  });

  it('of another kind is refused, whatever it calls itself', async () => {
    const refused = { code: 'FILE_TYPE_REFUSED' };
    await expect(readContent(await aPicture({ format: 'gif' }))).rejects.toMatchObject(refused);
    await expect(readContent(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).rejects.toMatchObject(
      refused,
    );
    await expect(readContent(Buffer.from('<html><script>1</script>'))).rejects.toMatchObject(refused);
    await expect(readContent(Buffer.alloc(0))).rejects.toMatchObject(refused);
  });

  it('of a picture that is cut off or broken is refused', async () => {
    const whole = await aPicture({ width: 200, height: 200, format: 'jpeg' });
    await expect(readContent(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({
      code: 'FILE_TYPE_REFUSED',
    });
    const headOnly = Buffer.concat([(await aPicture()).subarray(0, 40), Buffer.alloc(200, 7)]);
    await expect(readContent(headOnly)).rejects.toMatchObject({ code: 'FILE_TYPE_REFUSED' });
  });

  it('of any bytes at all is taken or refused, never a fault of ours', async () => {
    const starts = [
      Buffer.from('89504e470d0a1a0a', 'hex'),
      Buffer.from('ffd8ffe0', 'hex'),
      Buffer.from('RIFF0000WEBP'),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(Buffer.alloc(0), ...starts),
        fc.uint8Array({ maxLength: 300 }),
        async (start, rest) => {
          const code = await readContent(Buffer.concat([start, rest])).then(
            () => 'taken',
            (error: { code?: string }) => error.code,
          );
          expect(['taken', 'FILE_TYPE_REFUSED']).toContain(code);
        },
      ),
    );
  });
});

describe('the name a file is kept under', () => {
  it.each([
    ['营业执照.PNG', '营业执照.png'],
    ['C:\\照片\\IMG_1.jpeg', 'IMG_1.png'],
    ['../../etc/passwd', 'passwd.png'],
    ['no-extension', 'no-extension.png'],
    ['', '文件.png'],
    ['.png', '文件.png'],
    ['a\u0000b\r\nc.png', 'abc.png'],
    [`${'长'.repeat(300)}.png`, `${'长'.repeat(100)}.png`],
  ])('for %j is %j', (name, stored) => {
    expect(storedName(name, 'image/png')).toBe(stored);
  });
});
