import { useEffect, useRef, useState } from 'react';

import { linkFile, uploadFile } from '@/api/files';
import { ApiError } from '@/api/request';
import type { UploadedPicture } from '@/components/image-uploader';

/** Stands for a picture whose address isn't known yet: one empty pixel, told apart by the file's id. */
const placeholder = (fileId: string) =>
  `data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==#${fileId}`;

/** Why a form can't be sent yet because of its pictures; undefined when all have arrived. */
export function picturesProblem(pictures: readonly UploadedPicture[]): string | undefined {
  if (pictures.some(({ status }) => status === 'uploading')) return '照片还在传，传完再发';
  const failed = pictures.filter(({ status }) => status === 'failed').length;
  return failed > 0 ? `有 ${failed} 张没传上去，点一下重传，或者删掉` : undefined;
}

/**
 * The pictures of a form whose draft keeps their file ids: those that arrived come back with the draft, shown from the
 * server, since a local path is gone once the app is closed.
 */
export function useDraftPictures(fileIds: readonly string[], keep: (fileIds: string[]) => void) {
  const [pictures, setPictures] = useState<UploadedPicture[]>(() =>
    fileIds.map((fileId) => ({ path: placeholder(fileId), status: 'done', fileId })),
  );
  const latest = useRef({ fileIds, keep });
  useEffect(() => {
    latest.current = { fileIds, keep };
  });

  useEffect(() => {
    for (const fileId of latest.current.fileIds) {
      linkFile(fileId).then(
        (path) =>
          setPictures((list) =>
            list.map((picture) => (picture.path === placeholder(fileId) ? { ...picture, path } : picture)),
          ),
        (error: unknown) => {
          // A file that is no longer there can't be sent either; without a network it may still be.
          if (error instanceof ApiError && error.code === 'NOT_FOUND')
            setPictures((list) => list.filter((picture) => picture.fileId !== fileId));
        },
      );
    }
  }, []);

  useEffect(() => {
    const arrived = pictures.flatMap(({ fileId }) => fileId ?? []);
    if (arrived.join() !== latest.current.fileIds.join()) latest.current.keep(arrived);
  }, [pictures]);

  return {
    pictures,
    change: (next: (pictures: UploadedPicture[]) => UploadedPicture[]) => setPictures(next),
    upload: async (path: string) => (await uploadFile(path)).id,
    clear: () => setPictures([]),
    problem: picturesProblem(pictures),
  };
}
