import type { FileRef } from '@contract';
import { addressOf, request, upload } from './request';

/**
 * Uploads one picture or PDF, at most 10 MB.
 * @param filePath local path or blob address
 * @throws FILE_TYPE_REFUSED when it is neither a picture nor a PDF
 * @throws PAYLOAD_TOO_LARGE when it is larger
 */
export function uploadFile(filePath: string, fileName?: string): Promise<FileRef> {
  return upload(filePath, fileName);
}

/** An address for a picture element, valid ten minutes, for this file only. */
export async function linkFile(id: string): Promise<string> {
  const { path } = await request('POST /files/:id/links', { params: { id } });
  return addressOf(path);
}
