import { parseArgs } from 'node:util';
import { createClock } from '../clock';
import { loadConfig, StartError } from '../config';
import { connect } from '../database/connect';
import { AppError } from '../errors';
import { createWeChat } from '../gateways/wechat';
import { createLog } from '../log';
import { appointFirstOfficer } from '../modules/accounts/first-officer.service';

const usage = '用法：npm run create-admin -- --phone 手机号 --organization 单位全称 --region 区划代码';

/** `npm run create-admin`: makes somebody who has signed in to the mini-program the first officer of an installation. */
async function main(args: string[]): Promise<number> {
  const options = {
    phone: { type: 'string' },
    organization: { type: 'string' },
    region: { type: 'string' },
  } as const;
  const { phone = '', organization = '', region = '' } = parseArgs({ args, options }).values;
  if (!/^1\d{10}$/.test(phone) || !organization.trim() || !region) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  const database = await connect(config, log);
  const clock = createClock();
  try {
    await appointFirstOfficer(
      {
        actor: { kind: 'system', name: 'create-admin' },
        now: clock.now(),
        log,
        requestId: 'create-admin',
        environment: { config, clock, wechat: createWeChat({ ...config.wechat, clock }) },
      },
      { phone, organization: organization.trim(), regionCode: region },
    );
    process.stdout.write(
      `已设为${organization.trim()}的机构管理员和受理岗，重新打开小程序就能看到“工作人员入口”。\n`,
    );
    return 0;
  } finally {
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
