import { FileOutlined, PictureOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import type { FileRef } from '@contract/index';
import { request } from '../../api/request';

/** Files of a record; each opens by a link that is good for ten minutes. */
export function FileList({ files }: { files: FileRef[] }) {
  const { message } = App.useApp();
  if (files.length === 0) return null;
  const open = async (file: FileRef) => {
    try {
      const { path } = await request('POST /files/:id/links', { params: { id: file.id } });
      window.open(`/api${path}`, '_blank', 'noopener');
    } catch (error) {
      void message.error((error as Error).message);
    }
  };
  return (
    <div>
      {files.map((file) => (
        <Button
          key={file.id}
          type="link"
          size="small"
          icon={file.mediaType.startsWith('image/') ? <PictureOutlined /> : <FileOutlined />}
          onClick={() => void open(file)}
        >
          {file.name}
        </Button>
      ))}
    </div>
  );
}
