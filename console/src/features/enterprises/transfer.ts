import type { EnterpriseImportDetail, ErrorReply } from '@contract/index';
import { keepFile } from '../../api/keep-file';
import { ApiError, readToken } from '../../api/request';

/** Sends a file of enterprises; the API reads what it holds and imports nothing yet. */
export async function uploadList(file: File): Promise<EnterpriseImportDetail> {
  const form = new FormData();
  form.append('file', file);
  const response = await send('/enterprise-imports', { method: 'POST', body: form });
  return (await response.json()) as EnterpriseImportDetail;
}

/** Fetches a CSV of the API and hands it to the browser to keep. */
export async function downloadCsv(path: string, body?: object): Promise<void> {
  const response = await send(
    path,
    body
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : {},
  );
  const [, encoded = ''] =
    /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  keepFile(decodeURIComponent(encoded) || '下载.csv', await response.blob());
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${readToken() ?? ''}` },
    });
  } catch {
    throw new ApiError('OFFLINE', '连不上服务，请再试一次');
  }
  if (response.ok) return response;
  const refused = (await response.json().catch(() => null)) as ErrorReply | null;
  throw new ApiError(
    refused?.code ?? 'INTERNAL',
    refused?.message ?? '系统出了点问题，请稍后再试',
    refused?.details,
  );
}
