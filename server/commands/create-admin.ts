import { parseArgs } from 'node:util';
import { createClock } from '../clock';
import { loadConfig, StartError } from '../config';
import { connect } from '../database/connect';
import { AppError } from '../errors';
import { smsOf } from '../gateways/sms';
import { createWeChat } from '../gateways/wechat';
import { createLog } from '../log';
import { ownChain } from '../modules/audit/chain-writer';
import { inviteFirstOfficer } from '../modules/accounts/first-officer.service';

const usage = '用法：npm run create-admin -- --name 姓名 --organization 单位全称 --region 区划代码';

/** `npm run create-admin`: prints the code by which the first administrator of a service office takes it up. */
async function main(args: string[]): Promise<number> {
  const options = {
    name: { type: 'string' },
    organization: { type: 'string' },
    region: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args, options });
  const name = values.name?.trim() ?? '';
  const organization = values.organization?.trim() ?? '';
  if (!name || [...name].length > 20 || !organization || !values.region) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  const database = await connect(config, log);
  const clock = createClock();
  try {
    const { code, expiresAt } = await inviteFirstOfficer(
      {
        actor: { kind: 'system', name: 'create-admin' },
        now: clock.now(),
        log,
        requestId: 'create-admin',
        environment: {
          config,
          clock,
          wechat: createWeChat({ ...config.wechat, clock }),
          sms: smsOf(config, clock),
        },
      },
      { name, organization, regionCode: values.region },
    );
    const day = new Date(expiresAt).toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai' });
    process.stdout.write(
      `${name}，${organization}的首位单位管理员。邀请码只显示这一次，${day}前有效，用一次作废：\n\n` +
        `    ${code}\n\n` +
        '请本人打开小程序，登录后到“我的”里点“填邀请码”。\n',
    );
    return 0;
  } finally {
    await ownChain().close();
    await database.close();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isTold = error instanceof StartError || error instanceof AppError;
    process.stderr.write(`${isTold ? error.message : `${usage}\n${String(error)}`}\n`);
    process.exitCode = 2;
  },
);
