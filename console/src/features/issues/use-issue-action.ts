import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { Issue } from '@contract/index';
import { refusalText } from '../../api/request';

/**
 * One transition of an issue: says what happened, keeps the fresh issue, and has the lists and counts reloaded.
 * A refusal (somebody else was first) shows its sentence and reloads too.
 */
export function useIssueAction<T>(action: (input: T) => Promise<Issue>, done: string) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: action,
    onSuccess: (issue) => {
      queries.setQueryData(['issues', 'one', issue.id], issue);
      void message.success(done);
    },
    onError: (error) => void message.error(refusalText(error, '没有办成，请再试一次')),
    onSettled: () => queries.invalidateQueries({ queryKey: ['issues'] }),
  });
}
