import { loadConfig, StartError } from '../config';
import { connect } from '../database/connect';
import { createLog } from '../log';
import { auditLines } from '../modules/audit/audit-report';
import { verifyAudit } from '../modules/audit/verification.service';

/**
 * `npm run verify:audit [-- FILE …]`: checks the audit trail, its checkpoints and the issues' ledgers against them, and
 * names each spot that was tampered with. FILE: the checkpoint files of all processes, where there are several.
 */
async function main(files: string[]): Promise<number> {
  const config = loadConfig(process.env);
  const database = await connect(config, createLog(config.logLevel));
  try {
    const report = await verifyAudit(config, files.length > 0 ? files : undefined);
    for (const line of auditLines(report)) process.stdout.write(`${line}\n`);
    return report.faults.length > 0 ? 1 : 0;
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
