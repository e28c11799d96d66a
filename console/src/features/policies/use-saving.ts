import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useBlocker, useNavigate } from 'react-router';
import type { Policy, PolicyInput } from '@contract/index';
import { ApiError, refusalText, request } from '../../api/request';

/** Saving and publishing, what was refused, and a question before unsaved work is left. */
export function useSaving(policy: Policy | undefined, input: PolicyInput, correctionNote: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [problems, setProblems] = useState<{ path: string; rule: string }[]>([]);
  const [isSaving, setIsSaving] = useState(false);
  const [isDirty, setIsDirty] = useState(false);
  const mayLeave = useRef(false);
  const blocker = useBlocker(() => isDirty && !mayLeave.current);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({
      title: '有改动没存，离开吗？',
      okText: '离开，不存',
      cancelText: '接着写',
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
  }, [blocker, modal]);

  const save = async (publish: boolean) => {
    if (isSaving) return;
    setIsSaving(true);
    setProblems([]);
    try {
      const saved = policy
        ? await request('PUT /policies/:id', {
            params: { id: policy.id },
            body: { ...input, ...(correctionNote.trim() ? { correctionNote: correctionNote.trim() } : {}) },
          })
        : await request('POST /policies', { body: input });
      mayLeave.current = true;
      setIsDirty(false);
      queries.setQueryData(['policies', 'one', saved.id], saved);
      if (publish) {
        await request('POST /policies/:id/publication', { params: { id: saved.id } }).catch(
          (error: unknown) => {
            // The draft is kept: without its address a second press would write it twice.
            if (!policy) void navigate(`/policies/${saved.id}`, { replace: true });
            throw error;
          },
        );
      }
      await queries.invalidateQueries({ queryKey: ['policies'] });
      const done = publish ? '已发布' : policy && policy.status !== 'draft' ? '改动已存' : '草稿已存';
      void message.success(done);
      if (publish) void navigate('/policies');
      else if (!policy) void navigate(`/policies/${saved.id}`, { replace: true });
    } catch (error) {
      const isForeign = policy && error instanceof ApiError && error.code === 'NOT_FOUND';
      void message.error(isForeign ? '这件政策不是本单位写的，只能看，不能改' : refusalText(error));
      if (error instanceof ApiError) setProblems(error.details);
    } finally {
      setIsSaving(false);
    }
  };
  // Ctrl+Enter sends, from inside a field too.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') void save(false);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });
  return {
    problems,
    isSaving,
    isDirty,
    touch: () => {
      mayLeave.current = false;
      setIsDirty(true);
    },
    save: (publish: boolean) => void save(publish),
  };
}
