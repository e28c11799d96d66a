import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Types } from 'mongoose';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { ownChain } from '../../../server/modules/audit/chain-writer';
import { IssueEntryModel } from '../../../server/modules/issues/issues.model';
import { useDatabase } from '../../support/database';
import { anIssue, aScene } from '../../support/issues';

useDatabase();

/** Environment of a production process over this file's database. */
function environment(): Record<string, string> {
  const uri = new URL((process.env.TEST_MONGODB_URI ?? process.env.TEST_DATABASE_URI) as string);
  uri.pathname = `/${mongoose.connection.name}`;
  const key = () => randomBytes(32).toString('base64');
  return {
    MONGODB_URI: uri.toString(),
    WECHAT_APPID: 'wx',
    WECHAT_APPSECRET: 'secret',
    WECHAT_TEMPLATE_POLICY_BRIEFING: 'a',
    WECHAT_TEMPLATE_ISSUE_PROGRESS: 'b',
    WECHAT_TEMPLATE_EVENT_REMINDER: 'c',
    PHONE_ENCRYPTION_KEYS: `k1:${key()}`,
    PHONE_INDEX_KEYS: `k1:${key()}`,
    LINK_KEY: key(),
    SIGN_IN_KEY: key(),
    TICKET_PRIVATE_KEY: generateKeyPairSync('ed25519')
      .privateKey.export({ format: 'der', type: 'pkcs8' })
      .toString('base64'),
    AUDIT_PRIVATE_KEY: generateKeyPairSync('ed25519')
      .privateKey.export({ format: 'der', type: 'pkcs8' })
      .toString('base64'),
    DATA_DIR: mkdtempSync(join(tmpdir(), 'qft-verify-')),
    LOG_LEVEL: 'silent',
  };
}

/** Runs the built command; gives its exit code and what it printed. */
function verify(
  variables: Record<string, string>,
  command = 'verify-ledger',
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [`dist/server/${command}.js`], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

it('the ledger check ends with 0 over whole ledgers, and with 1 and the spot over a tampered one', async () => {
  const { id, number } = await anIssue(await aScene(), 'in-hand');
  const env = environment();
  const whole = await verify(env);
  expect(whole.code).toBe(0);
  expect(whole.output).toContain('查了 1 件诉求、4 条台账，全部相符');
  expect(whole.output).toContain('还没有检查点');
  await IssueEntryModel.updateOne({ issueId: id, sequence: 2 }, { $set: { 'actor.name': '别人' } });
  const tampered = await verify(env);
  expect(tampered.code).toBe(1);
  expect(tampered.output).toContain(`${number}（${id}）第 2 条：这一条的内容被改过`);
});

it('the ledger check says what is missing from its configuration', async () => {
  const refused = await verify({ ...environment(), LINK_KEY: '' });
  expect(refused.code).toBe(2);
  expect(refused.output).toContain('LINK_KEY');
});

it('the audit check ends with 0 over a whole trail, and with 1 and the spot over a tampered one', async () => {
  const env = environment();
  const whole = await verify(env, 'verify-audit');
  expect([whole.code, whole.output]).toEqual([0, expect.stringContaining('全部相符')]);
  await ownChain().flush();
  const entry = await AuditEntryModel.findOne().lean();
  await AuditEntryModel.collection.updateOne(
    { _id: entry?._id as Types.ObjectId },
    { $set: { action: 'forged' } },
  );
  const tampered = await verify(env, 'verify-audit');
  expect([tampered.code, tampered.output]).toEqual([
    1,
    expect.stringMatching(new RegExp(`第 \\d+ 条（${String(entry?._id)}）：这一条的内容被改过`)),
  ]);
  expect((await verify({ ...env, AUDIT_PRIVATE_KEY: '' }, 'verify-audit')).code).toBe(2);
});
