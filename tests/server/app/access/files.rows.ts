import type { Api } from '../../../../server/contract';
import { storeFile } from '../../../../server/modules/files/files.service';
import type { Asked, Rows, Side } from '../../../support/access';
import { aPdf } from '../../../support/files';
import { anIssue } from '../../../support/issues';
import { issueReaders, members } from './people';

const photoOfIssue = async (own: Side): Promise<Asked> => {
  const file = await storeFile(own.member, { name: '现场.pdf', bytes: aPdf() });
  await anIssue(own, 'dispatched', { fileIds: [file.id] });
  return { id: file.id };
};

const form = (): Asked => ({
  headers: { 'content-type': 'multipart/form-data; boundary=cut' },
  payload: Buffer.concat([
    Buffer.from('--cut\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'),
    aPdf(),
    Buffer.from('\r\n--cut--\r\n'),
  ]),
});

// Who may read a record may read its files; to everybody else there is none.
const readers = { may: [...members, ...issueReaders], others: 404, but: { 401: ['guest'] } } as const;

export const fileRows = {
  'POST /files': { may: 'signed-in', success: 201, ask: async () => form() },
  'GET /files/:id': { ...readers, ask: photoOfIssue },
  'POST /files/:id/links': { ...readers, success: 201, ask: photoOfIssue },
} satisfies Partial<Rows<Api>>;
