import type { FileRef } from '@contract/index';
import { ApiError, readToken } from '../../api/request';

/** Uploads what a verification rests on; its id. */
export async function uploadBasis(file: File): Promise<string> {
  const form = new FormData();
  form.append('file', file);
  const response = await fetch('/api/files', {
    method: 'POST',
    headers: { authorization: `Bearer ${readToken() ?? ''}` },
    body: form,
  });
  const reply = (await response.json().catch(() => null)) as (FileRef & { message?: string }) | null;
  if (response.ok && reply) return reply.id;
  throw new ApiError('INTERNAL', reply?.message ?? `“${file.name}”没有传上去`);
}
