import type { FastifyBaseLogger } from 'fastify';
import { readEnterpriseColumns } from '../enterprises/columns.service';
import { readCatalogue } from './catalogue';

/** Reads policies and enterprises into memory before anybody asks for them; whoever asks first waits for the rest. */
export async function readAhead(log: FastifyBaseLogger): Promise<void> {
  try {
    const began = performance.now();
    const { policies } = await readCatalogue();
    const columns = await readEnterpriseColumns();
    log.info(
      {
        policies: policies.size,
        enterprises: columns.size,
        columnBytes: columns.sizeBytes,
        tookMs: Math.round(performance.now() - began),
      },
      'search and audiences ready',
    );
  } catch (error) {
    // The next reader tries again.
    log.warn({ err: error }, 'could not read ahead');
  }
}
