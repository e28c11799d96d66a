import { useState } from 'react';
import type { MessageSettings } from '@contract';
import { getSettings, putSettings } from '@/api/messages';
import { ApiError } from '@/api/request';
import { useResource } from '@/hooks/use-resource';
import { notify } from '@/platform/notify';

/** What I want to be told; a change shows at once and goes back where it couldn’t be kept. */
export function useSettings(personId: string) {
  const settings = useResource<MessageSettings>(getSettings, personId);
  const [isSaving, setIsSaving] = useState(false);
  const change = async (next: MessageSettings) => {
    const before = settings.data;
    settings.replace(next);
    setIsSaving(true);
    try {
      settings.replace(await putSettings(next));
    } catch (failure) {
      if (before) settings.replace(before);
      notify(failure instanceof ApiError ? failure.message : '没改成，请再试一次');
    } finally {
      setIsSaving(false);
    }
  };
  return { ...settings, isSaving, change };
}
