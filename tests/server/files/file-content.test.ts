import fc from 'fast-check';
import sharp from 'sharp';
import { checkOf, headBytes, kindOf, redraw } from '../../../server/modules/files/file-content';
import { dispositionOf, storedName } from '../../../server/modules/files/file-kinds';
import { anOfficeFile, aPdf, aPicture } from '../../support/files';

/** The content as it is stored. */
async function readContent(bytes: Buffer, name = 'a') {
  const kind = await kindOf(bytes.subarray(0, headBytes), name);
  if (typeof kind === 'object') return { mediaType: kind.picture, bytes: await redraw(bytes, kind.picture) };
  const check = checkOf(kind);
  // As it arrives: in pieces of any size.
  for (let at = 0; at < bytes.length; at += 7) check.see(bytes.subarray(at, at + 7));
  return { mediaType: check.end(), bytes };
}
const refusal = (bytes: Buffer, name?: string) =>
  readContent(bytes, name).then(
    () => 'taken',
    (error: { code?: string; message?: string }) => `${error.code}: ${error.message}`,
  );

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

describe('a document', () => {
  it.each([
    ['word/document.xml', 'wordprocessingml.document'],
    ['xl/workbook.xml', 'spreadsheetml.sheet'],
    ['ppt/presentation.xml', 'presentationml.presentation'],
  ])('with %s is told by its parts, whatever it calls itself', async (part, type) => {
    const file = anOfficeFile({ parts: ['[Content_Types].xml', part] });
    expect((await readContent(file, 'a.txt')).mediaType).toContain(type);
  });

  it('with macros, a password, too much in it or another kind of archive is refused with the reason', async () => {
    const parts = ['[Content_Types].xml', 'word/document.xml'];
    expect(await refusal(anOfficeFile({ parts: [...parts, 'word/vbaProject.bin'] }))).toContain('带宏');
    expect(await refusal(anOfficeFile({ parts: [...parts, 'word/activeX/activeX1.bin'] }))).toContain('带宏');
    expect(await refusal(anOfficeFile({ parts, isEncrypted: true }))).toContain('密码');
    expect(await refusal(anOfficeFile({ parts, unpackedBytes: 150_000_000 }))).toContain('解开后太大');
    expect(await refusal(anOfficeFile({ parts: ['a.exe'] }))).toContain('FILE_TYPE_REFUSED');
    expect(await refusal(anOfficeFile({ parts }).subarray(0, 90))).toContain('不完整');
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    expect(await refusal(old, 'a.doc')).toContain('旧版 Office');
  });

  it('that is a PDF without its end is refused', async () => {
    expect(await refusal(Buffer.concat([aPdf(), Buffer.alloc(5_000)]))).toContain('PDF 不完整');
  });

  it('that is a CSV is taken in both encodings, and refused with control characters', async () => {
    const rows = '名称,金额\r\n轴承,12\r\n';
    const gbk = Buffer.from('c3fbb3c62cbdf0b6ee0d0ad6e1b3d02c31320d0a', 'hex');
    for (const bytes of [Buffer.from(rows), Buffer.from(`\uFEFF${rows}`), gbk])
      expect((await readContent(bytes, '表.CSV')).mediaType).toBe('text/csv');
    expect(await refusal(Buffer.from(rows), '表.txt')).toContain('FILE_TYPE_REFUSED');
    expect(await refusal(Buffer.from('a,b\u0000'), 'a.csv')).toContain('不是文本');
    expect(await refusal(Buffer.from([0x61, 0xff, 0xff]), 'a.csv')).toContain('不是文本');
  });

  it('of any bytes at all behind an Office beginning is taken or refused, never a fault of ours', async () => {
    const whole = anOfficeFile({ parts: ['[Content_Types].xml', 'xl/workbook.xml'] });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.nat(30), async (at, byte, cut) => {
        const broken = Buffer.from(whole);
        broken[at] = byte;
        expect(await refusal(broken.subarray(0, broken.length - cut))).toMatch(/^(taken|FILE_TYPE_REFUSED)/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a picture', () => {
  it('that unpacks to more than the memory takes is refused before it is unpacked', async () => {
    const bomb = await sharp({
      create: { width: 16_000, height: 16_000, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await refusal(bomb)).toContain('像素太多');
  });
});

describe('how a file is offered', () => {
  it.each([
    [
      '现场照片.png',
      'image/png',
      `inline; filename="____.png"; filename*=UTF-8''%E7%8E%B0%E5%9C%BA%E7%85%A7%E7%89%87.png`,
    ],
    ['a"b\\c%.pdf', 'application/pdf', `inline; filename="a_b_c_.pdf"; filename*=UTF-8''a%22b%5Cc%25.pdf`],
    [
      "it's (1)*.csv",
      'text/csv',
      `attachment; filename="it's (1)*.csv"; filename*=UTF-8''it%27s%20%281%29%2A.csv`,
    ],
  ])('%s', (name, mediaType, disposition) => {
    expect(dispositionOf({ name, mediaType })).toBe(disposition);
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
