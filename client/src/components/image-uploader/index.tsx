import { Image, View } from '@tarojs/components';

import { choosePictures, previewPictures } from '@/platform/media';
import { notify } from '@/platform/notify';

import { Icon } from '../icon';
import { Tap } from '../tap';

import './index.scss';

/** A picture on its way to the server; `fileId` is there once it has arrived. */
export interface UploadedPicture {
  path: string;
  status: 'uploading' | 'done' | 'failed';
  fileId?: string;
}

type Change = (pictures: UploadedPicture[]) => UploadedPicture[];

interface ImageUploaderProps {
  pictures: UploadedPicture[];
  /** Given a change rather than a list, since several uploads end on their own. */
  onChange: (change: Change) => void;
  /** Sends one local picture and answers the file's id. */
  upload: (path: string) => Promise<string>;
  max?: number;
  maxBytes?: number;
}

/** Up to nine pictures; one that failed stays and can be sent again. */
export function ImageUploader({
  pictures,
  onChange,
  upload,
  max = 9,
  maxBytes = 10_000_000,
}: ImageUploaderProps) {
  const set = (path: string, status: UploadedPicture['status'], fileId?: string) =>
    onChange((list) => list.map((picture) => (picture.path === path ? { path, status, fileId } : picture)));

  const send = async (path: string) => {
    set(path, 'uploading');
    try {
      set(path, 'done', await upload(path));
    } catch {
      set(path, 'failed');
    }
  };

  const add = async () => {
    const chosen = await choosePictures(max - pictures.length);
    const fitting = chosen.filter(({ sizeBytes }) => sizeBytes <= maxBytes);
    if (fitting.length < chosen.length) notify(`单张不超过 ${Math.floor(maxBytes / 1_000_000)} MB`);
    if (fitting.length === 0) return;
    onChange((list) => [...list, ...fitting.map(({ path }) => ({ path, status: 'uploading' as const }))]);
    await Promise.all(fitting.map(({ path }) => send(path)));
  };

  return (
    <View className="q-pictures">
      {pictures.map((picture, index) => (
        <View key={picture.path} className="q-picture">
          <Tap
            className="q-picture__tap"
            label={
              picture.status === 'failed' ? `第 ${index + 1} 张没传上去，点一下重传` : `看第 ${index + 1} 张`
            }
            onTap={() => {
              if (picture.status === 'failed') void send(picture.path);
              else
                previewPictures(
                  pictures.map(({ path }) => path),
                  picture.path,
                );
            }}
          >
            <Image className="q-picture__image" src={picture.path} mode="aspectFill" />
            {picture.status !== 'done' && (
              <View className="q-picture__state">
                <Icon name={picture.status === 'failed' ? 'refresh' : 'upload'} size={20} />
                {picture.status === 'failed' ? '点一下重传' : '正在传'}
              </View>
            )}
          </Tap>
          <Tap
            className="q-picture__remove"
            label={`删除第 ${index + 1} 张`}
            onTap={() => onChange((list) => list.filter(({ path }) => path !== picture.path))}
          >
            <View className="q-picture__cross">
              <Icon name="close" size={16} />
            </View>
          </Tap>
        </View>
      ))}
      {pictures.length < max && (
        <Tap className="q-picture q-picture--add" label="加照片" onTap={() => void add()}>
          <Icon name="camera" />
          {pictures.length === 0 ? '加照片' : `还能加 ${max - pictures.length} 张`}
        </Tap>
      )}
    </View>
  );
}
