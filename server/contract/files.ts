import { Type } from 'typebox';
import { FileRef, IdParams } from './common';

export const fileRoutes = {
  'POST /files': {
    summary:
      'Upload one picture, PDF, Word, Excel, PowerPoint (without macros) or CSV file as multipart/form-data (field “file”, ≤ 10 MB); unreferenced files are visible to their uploader only and go after 24 hours',
    consumes: ['multipart/form-data'],
    response: { 201: FileRef },
  },
  'GET /files/:id': {
    summary:
      'Content of a file, for whoever may see the record it belongs to; answers Range (one part), If-Range and If-None-Match',
    params: IdParams,
    querystring: Type.Object({
      token: Type.Optional(
        Type.String({ maxLength: 200, description: 'Short-lived download token for picture elements' }),
      ),
    }),
    response: {
      200: Type.Unsafe<unknown>({ description: 'The bytes of the file, with its own content type' }),
      206: Type.Unsafe<unknown>({ description: 'The part that was asked for' }),
    },
  },
  'POST /files/:id/links': {
    summary: 'A link to a file for a picture element: valid ten minutes, for this file only',
    params: IdParams,
    response: {
      201: Type.Object({
        path: Type.String({ description: 'Path below the API base' }),
        expiresAt: Type.String(),
      }),
    },
  },
} as const;
