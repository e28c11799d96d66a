import { Image, View } from '@tarojs/components';

import type { FileRef } from '@contract/common';

import { linkFile } from '@/api/files';
import { ApiError } from '@/api/request';
import { formatBytes } from '@/format/text';
import { openDocument } from '@/platform/document';
import { previewPictures } from '@/platform/media';
import { notify } from '@/platform/notify';

import { Icon } from '../icon';
import { Tap } from '../tap';
import { useFileLinks } from './use-file-links';

import './index.scss';

/** Pictures side by side, each opens over the whole screen; other files below them, each in WeChat's reader. */
export function Attachments({ files }: { files: readonly FileRef[] }) {
  const pictures = files.filter(({ mediaType }) => mediaType.startsWith('image/'));
  const documents = files.filter((file) => !pictures.includes(file));
  const links = useFileLinks(pictures.map(({ id }) => id));

  // A link lives ten minutes, so a fresh one is asked for at the tap.
  const open = async (file: FileRef) => {
    try {
      await openDocument(await linkFile(file.id));
    } catch (error) {
      notify(error instanceof ApiError ? error.message : '没打开，请再试一次');
    }
  };

  return (
    <View className="q-attachments">
      {pictures.length > 0 && (
        <View className="q-attachments__pictures">
          {pictures.map(({ id }, index) => (
            <Tap
              key={id}
              className="q-attachments__picture"
              label={`看第 ${index + 1} 张照片，共 ${pictures.length} 张`}
              onTap={() => {
                const shown = pictures.flatMap((picture) => links[picture.id] ?? []);
                const current = links[id];
                if (current) previewPictures(shown, current);
              }}
            >
              {links[id] && <Image className="q-attachments__image" src={links[id]} mode="aspectFill" />}
            </Tap>
          ))}
        </View>
      )}
      {documents.map((file) => (
        <Tap
          key={file.id}
          className="q-attachments__document"
          role="link"
          label={`打开${file.name}`}
          onTap={() => void open(file)}
        >
          <Icon name="file" size={20} />
          <View className="q-attachments__name">{file.name}</View>
          <View className="q-meta">{formatBytes(file.sizeBytes)}</View>
        </Tap>
      ))}
    </View>
  );
}
