import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { refusalText } from '../api/request';

/**
 * One deed at the API: whether it is under way, then the sentence that `work` gives back, or what was refused. What
 * stands under the `stale` keys is read anew after it, refused or not: who was refused may have looked at something old.
 */
export function useAct({ stale = [], otherwise }: { stale?: QueryKey[]; otherwise?: string } = {}) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [isActing, setIsActing] = useState(false);
  const act = async (work: () => Promise<string | void>) => {
    setIsActing(true);
    try {
      const said = await work();
      if (said) void message.success(said);
    } catch (error) {
      void message.error(refusalText(error, otherwise));
    } finally {
      setIsActing(false);
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
    }
  };
  return { isActing, act };
}
