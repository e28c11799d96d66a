import { FileOutlined, PictureOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import type { FileRef } from '@contract/index';
import { refusalText, request } from '../api/request';

/** Opens a file in a new tab by a link that is good for ten minutes. */
export function useOpenFile(): (id: string) => Promise<void> {
  const { message } = App.useApp();
  return async (id) => {
    // Opened inside the click: a tab opened after the reply would be taken for an advertisement.
    const opened = window.open('about:blank', '_blank');
    try {
      const { path } = await request('POST /files/:id/links', { params: { id } });
      if (opened) opened.location.replace(`/api${path}`);
      else window.location.assign(`/api${path}`);
    } catch (error) {
      opened?.close();
      void message.error(refusalText(error, '没有打开'));
    }
  };
}

/** Files of a record. */
export function FileList({ files }: { files: FileRef[] }) {
  const open = useOpenFile();
  if (files.length === 0) return null;
  return (
    <div className="file-list">
      {files.map((file) => (
        <Button
          key={file.id}
          type="link"
          size="small"
          icon={file.mediaType.startsWith('image/') ? <PictureOutlined /> : <FileOutlined />}
          onClick={() => void open(file.id)}
        >
          {file.name}
        </Button>
      ))}
    </div>
  );
}
