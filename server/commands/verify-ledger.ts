import { loadConfig, StartError } from '../config';
import { connect } from '../database/connect';
import { createLog } from '../log';
import { reportLines, verifyLedgers } from '../modules/issues/issues.service';

/** `npm run verify:ledger`: checks every issue's ledger and stored state, and names each spot that was tampered with. */
async function main(): Promise<number> {
  const config = loadConfig(process.env);
  const database = await connect(config, createLog(config.logLevel));
  try {
    const report = await verifyLedgers();
    for (const line of reportLines(report)) process.stdout.write(`${line}\n`);
    return report.faults.length > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const text = error instanceof StartError ? error.message : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 2;
  },
);
