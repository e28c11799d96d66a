import { loadConfig, StartError } from '../config';
import { connect } from '../database/connect';
import { createLog } from '../log';
import { auditLines } from '../modules/audit/audit-report';
import { verifyAudit } from '../modules/audit/verification.service';
import { reportLines, verifyLedgers } from '../modules/issues/issues.service';

/**
 * `npm run verify:ledger [-- FILE …]`: checks every issue's ledger and stored state, then against the audit trail's
 * checkpoints, and names each spot that was tampered with. FILE: the checkpoint files, where there are several.
 */
async function main(files: string[]): Promise<number> {
  const config = loadConfig(process.env);
  const database = await connect(config, createLog(config.logLevel));
  try {
    const report = await verifyLedgers();
    for (const line of reportLines(report)) process.stdout.write(`${line}\n`);
    const trail = await verifyAudit(config, files.length > 0 ? files : undefined);
    for (const line of auditLines(trail)) process.stdout.write(`${line}\n`);
    return report.faults.length + trail.faults.length > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const text = error instanceof StartError ? error.message : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 2;
  },
);
