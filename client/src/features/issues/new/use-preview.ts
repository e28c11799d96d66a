import { useEffect, useState } from 'react';
import type { IssuePreview } from '@contract';
import type { IssueField, IssueKind } from '@contract/enums';
import { previewIssue } from '@/api/issues';
import { toLoadError } from '@/hooks/load-error';
import { fewestCharacters } from './view-model';

const pauseMs = 600;

export interface Preview {
  /** What the last text meant; stays while a newer one is asked about. */
  preview?: IssuePreview;
  status: 'idle' | 'asking' | 'ready' | 'failed';
  problem?: string;
  retry: () => void;
}

/** What raising this text would mean, asked once the person stops typing. */
export function usePreview(typed: string, kind?: IssueKind, field?: IssueField): Preview {
  const [state, setState] = useState<Omit<Preview, 'retry'>>({ status: 'idle' });
  const [round, setRound] = useState(0);
  const text = typed.trim();

  useEffect(() => {
    if (text.length < fewestCharacters) {
      setState({ status: 'idle' });
      return;
    }
    let isCurrent = true;
    setState(({ preview }) => ({ preview, status: 'asking' }));
    const timer = setTimeout(() => {
      previewIssue({ body: text, ...(kind ? { kind } : {}), ...(field ? { field } : {}) }).then(
        (preview) => {
          if (isCurrent) setState({ preview, status: 'ready' });
        },
        (error: unknown) => {
          if (isCurrent)
            setState(({ preview }) => ({ preview, status: 'failed', problem: toLoadError(error).message }));
        },
      );
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, kind, field, round]);

  return { ...state, retry: () => setRound(round + 1) };
}
