import Taro from '@tarojs/taro';

import type { HttpReply, HttpRequest, HttpUpload, Transport } from '@/api/request';

/** A reply may come in time or not at all; WeChat's own limit is a minute. */
const timeoutMs = 20_000;
const uploadTimeoutMs = 60_000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Names of headers come in either case, by platform. */
function dateOf(header: Record<string, unknown> | undefined): string | undefined {
  const date = header?.date ?? header?.Date;
  return typeof date === 'string' ? date : undefined;
}

async function send({ method, path, headers, body }: HttpRequest): Promise<HttpReply> {
  const { statusCode, data, header } = await Taro.request<unknown>({
    url: API_BASE_URL + path,
    method: method as keyof Taro.request.Method,
    header: headers,
    data: body === undefined ? undefined : JSON.stringify(body),
    timeout: timeoutMs,
    // Read as text: an answer that isn't JSON is a reply too, not a failure.
    dataType: 'text',
    responseType: 'text',
  });
  const date = dateOf(header as Record<string, unknown> | undefined);
  return {
    status: statusCode,
    body: typeof data === 'string' ? parse(data) : data,
    ...(date ? { date } : {}),
  };
}

async function uploadInBrowser({ path, headers, filePath, fileName }: HttpUpload): Promise<HttpReply> {
  const form = new FormData();
  form.append('file', await (await fetch(filePath)).blob(), fileName);
  const reply = await fetch(API_BASE_URL + path, { method: 'POST', headers, body: form });
  return { status: reply.status, body: parse(await reply.text()) };
}

async function upload(file: HttpUpload): Promise<HttpReply> {
  if (process.env.TARO_ENV === 'h5') return uploadInBrowser(file);
  const { statusCode, data } = await Taro.uploadFile({
    url: API_BASE_URL + file.path,
    filePath: file.filePath,
    fileName: file.fileName,
    name: 'file',
    header: file.headers,
    timeout: uploadTimeoutMs,
  });
  return { status: statusCode, body: parse(data) };
}

/**
 * Carries calls to the API. WeChat: `wx.request` and `wx.uploadFile`, whose hosts must stand on the mini-program's
 * list of domains. Browser: the same address as the page, below `/api`.
 */
export const transport: Transport = { baseUrl: API_BASE_URL, send, upload };
