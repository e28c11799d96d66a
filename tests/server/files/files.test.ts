import mongoose, { Types } from 'mongoose';
import type { Context } from '../../../server/context';
import { readingsOf } from '../../../server/modules/audit/personal-readings.service';
import { PassageModel } from '../../../server/modules/files/contents';
import { receiveContent, removeUnattached } from '../../../server/modules/files/uploads.service';
import { FileModel } from '../../../server/modules/files/files.model';
import {
  attachFiles,
  createLink,
  extendFileScope,
  fileRefs,
  openFile,
  storeFile,
} from '../../../server/modules/files/files.service';
import { scopeOf } from '../../../server/modules/organizations/organizations.service';
import { aVisitor, contextOf, memberOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise, type TestEnterprise } from '../../support/enterprises';
import { aPdf, aPicture } from '../../support/files';
import { anOrganization, aProvince, type Province } from '../../support/organizations';

useDatabase();

let tree: Province;
let firm: TestEnterprise;
let member: Context;
beforeAll(async () => {
  tree = await aProvince();
  firm = await anEnterprise({ deskOrganizationId: tree.county.id });
  member = await memberOf(firm);
});

const notFound = { code: 'NOT_FOUND' };
const upload = async (ctx: Context) => storeFile(ctx, { name: '现场.png', bytes: await aPicture() });
const anIssue = () => ({ kind: 'issue' as const, id: new Types.ObjectId().toString() });
const attach = async (ctx: Context, fileIds: string[], subject = anIssue()) =>
  attachFiles(ctx, fileIds, {
    subject,
    enterpriseId: firm.id,
    scope: await scopeOf([tree.county.id]),
  });

async function contentOf(ctx: Context, id: string, token?: string): Promise<Buffer> {
  const content = (await openFile(ctx, id, { token })).read();
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('an uploaded file', () => {
  it('comes back as it was stored', async () => {
    const file = await storeFile(member, { name: '执照.pdf', bytes: aPdf() });
    expect(file).toEqual({
      id: file.id,
      name: '执照.pdf',
      mediaType: 'application/pdf',
      sizeBytes: aPdf().length,
    });
    expect(await contentOf(member, file.id)).toEqual(aPdf());
    expect([...(await fileRefs([file.id, new Types.ObjectId()])).values()]).toEqual([file]);
  });

  it('larger than one chunk comes back whole', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(900_000, 'x'), aPdf()]);
    const file = await storeFile(member, { name: 'a.pdf', bytes });
    expect((await contentOf(member, file.id)).equals(bytes)).toBe(true);
  });

  it('that was refused, or broke off, or grew too large leaves nothing behind', async () => {
    const stored = async () => [
      await FileModel.countDocuments(),
      await mongoose.connection.collection('contents.files').countDocuments(),
      await mongoose.connection.collection('contents.chunks').countDocuments(),
      await mongoose.connection.collection('file_passages').countDocuments(),
    ];
    const beforehand = await stored();
    const begun = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(600_000, 'x')]);
    const broken = async function* () {
      yield begun;
      yield begun;
      throw new Error('broke off');
    };
    await expect(receiveContent(member, { name: 'a.pdf', pieces: broken() })).rejects.toThrow('broke off');
    const endless = Array.from({ length: 20 }, () => begun);
    await expect(receiveContent(member, { name: 'a.pdf', pieces: endless })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
    await expect(receiveContent(member, { name: 'a.pdf', pieces: [begun] })).rejects.toMatchObject({
      code: 'FILE_TYPE_REFUSED',
    });
    expect(await stored()).toEqual(beforehand);
    const before = await FileModel.countDocuments();
    await expect(storeFile(member, { name: 'a.png', bytes: Buffer.from('text') })).rejects.toMatchObject({
      code: 'FILE_TYPE_REFUSED',
    });
    expect(await FileModel.countDocuments()).toBe(before);
  });

  it('that no record refers to goes after its time, with what broken-off uploads left; an attached one stays', async () => {
    const visitor = await aVisitor();
    const lonely = await storeFile(visitor, { name: 'a.pdf', bytes: aPdf() });
    const attached = await upload(member);
    await attach(member, [attached.id]);
    // As a process leaves it that died in the middle of an upload.
    const dead = new Types.ObjectId();
    await PassageModel.create({ _id: dead, at: testNow });
    await mongoose.connection
      .collection('contents.chunks')
      .insertOne({ files_id: dead, n: 0, data: Buffer.from('x') });
    expect(await removeUnattached(testNow, 100)).toBe(0);
    expect(await removeUnattached(new Date(testNow.getTime() + 1), 100)).toBeGreaterThanOrEqual(1);
    await expect(openFile(visitor, lonely.id)).rejects.toMatchObject(notFound);
    const chunks = mongoose.connection.collection('contents.chunks');
    expect(await chunks.countDocuments({ files_id: { $in: [dead, new Types.ObjectId(lonely.id)] } })).toBe(0);
    expect((await openFile(member, attached.id)).file.id).toBe(attached.id);
  });

  it('is refused when a hundred others wait for a record', async () => {
    const visitor = await aVisitor();
    await FileModel.insertMany(
      Array.from({ length: 100 }, () => ({
        name: 'a.pdf',
        mediaType: 'application/pdf',
        sizeBytes: 1,
        uploaderId: personOf(visitor).personId,
        scope: [],
        createdAt: testNow,
      })),
    );
    await expect(storeFile(visitor, { name: 'a.pdf', bytes: aPdf() })).rejects.toMatchObject({
      code: 'FILE_LIMIT_REACHED',
    });
  });

  it('read by somebody else leaves a trace that its uploader can see', async () => {
    const file = await upload(member);
    await attach(member, [file.id]);
    const { personId } = personOf(member);
    const before = (await readingsOf(personId)).items.length;
    await openFile(member, file.id);
    await openFile(tree.officers.countyDesk, file.id);
    const { items } = await readingsOf(personId);
    expect(items).toHaveLength(before + 1);
    expect(items[0]).toMatchObject({ action: 'file.opened', subject: { kind: 'file', id: file.id } });
  });

  it('is seen by its uploader only until a record refers to it', async () => {
    const file = await upload(member);
    await expect(openFile(await memberOf(firm), file.id)).rejects.toMatchObject(notFound);
    await expect(openFile(tree.officers.countyDesk, file.id)).rejects.toMatchObject(notFound);
    await expect(openFile(contextOf({ kind: 'guest' }), file.id)).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
    await expect(openFile(member, new Types.ObjectId().toString())).rejects.toMatchObject(notFound);
  });
});

describe('an attached file', () => {
  it('is seen by colleagues and by officers who see the record, and by nobody else', async () => {
    const file = await upload(member);
    expect(await attach(member, [file.id])).toEqual([file]);
    const readers = [
      member,
      await memberOf(firm, { role: 'staff' }),
      tree.officers.countyDesk,
      tree.officers.provinceDesk,
    ];
    for (const reader of readers) expect((await openFile(reader, file.id)).file).toEqual(file);
    const others = [
      await memberOf(await anEnterprise({ deskOrganizationId: tree.county.id })),
      await officerIn(await anOrganization({ regionCode: '410221' })),
      tree.officers.labourHandler,
      await officerIn(tree.county, 'steward'),
      await aVisitor(),
    ];
    for (const other of others) await expect(openFile(other, file.id)).rejects.toMatchObject(notFound);
  });

  it('is seen by more bodies once its record’s scope grows', async () => {
    const file = await upload(member);
    const issue = anIssue();
    await attach(member, [file.id], issue);
    await extendFileScope(issue, await scopeOf([tree.labour.id]));
    expect((await openFile(tree.officers.labourHandler, file.id)).file.id).toBe(file.id);
    expect((await FileModel.findById(file.id).lean())?.scope).toHaveLength(4);
  });

  it('is attached once, whoever of several is first', async () => {
    const file = await upload(member);
    const outcomes = await Promise.allSettled([
      attach(member, [file.id]),
      attach(member, [file.id]),
      attach(member, [file.id]),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(attach(member, [file.id])).rejects.toMatchObject(notFound);
  });

  it('is attached by its uploader only, all of a record’s files or none', async () => {
    const [mine, theirs] = [await upload(member), await upload(await memberOf(firm))];
    await expect(attach(member, [mine.id, theirs.id])).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: '有文件不存在或已经用过，请重新上传',
    });
    expect((await FileModel.findById(mine.id).lean())?.subject).toBeUndefined();
    expect(await attach(member, [mine.id, mine.id])).toEqual([mine]);
  });

  it('is one of nine at most', async () => {
    const ids = Array.from({ length: 10 }, () => new Types.ObjectId().toString());
    await expect(attach(member, ids)).rejects.toMatchObject({ code: 'FILE_LIMIT_REACHED' });
    expect(await attach(member, [])).toEqual([]);
  });
});

describe('a link to a file', () => {
  const guest = contextOf({ kind: 'guest' });
  const tokenOf = (path: string) => new URL(path, 'http://x').searchParams.get('token') ?? '';
  const at = (ctx: Context, minutes: number): Context => ({
    ...ctx,
    now: new Date(ctx.now.getTime() + minutes * 60_000),
  });

  it('opens it for ten minutes without a session', async () => {
    const environment = member.environment;
    const file = await upload(member);
    const { path, expiresAt } = await createLink(member, file.id);
    expect(path.startsWith(`/files/${file.id}?token=`)).toBe(true);
    expect(expiresAt).toBe('2026-03-11T02:10:00.000Z');
    const reader = { ...guest, environment };
    expect((await openFile(at(reader, 9), file.id, { token: tokenOf(path) })).file.id).toBe(file.id);
    await expect(openFile(at(reader, 10), file.id, { token: tokenOf(path) })).rejects.toMatchObject(notFound);
  });

  it('opens no other file and can’t be altered', async () => {
    const [file, other] = [await upload(member), await upload(member)];
    const token = tokenOf((await createLink(member, file.id)).path);
    const [expiry, mac] = token.split('.');
    const forged = [
      `${Number(expiry) + 60_000}.${mac}`,
      `${expiry}.${'A'.repeat(43)}`,
      `${expiry}.`,
      'x',
      '',
      token.slice(0, -2),
    ];
    for (const wrong of forged)
      await expect(openFile(guest, file.id, { token: wrong })).rejects.toMatchObject(notFound);
    await expect(openFile(guest, other.id, { token })).rejects.toMatchObject(notFound);
  });

  it('is given only to who may see the file', async () => {
    const file = await upload(member);
    await expect(createLink(await aVisitor(), file.id)).rejects.toMatchObject(notFound);
    await expect(createLink(contextOf({ kind: 'guest' }), file.id)).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
  });
});
