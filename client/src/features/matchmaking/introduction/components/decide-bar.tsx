import { useState } from 'react';
import { ApiError } from '@/api/request';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { confirm, notify, tell } from '@/platform/notify';

interface DecideBarProps {
  otherName: string;
  decide: (accept: boolean) => Promise<void>;
  refresh: () => Promise<void>;
}

/** The owner’s answer, given once: agreeing gives both sides each other’s contact. */
export function DecideBar({ otherName, decide, refresh }: DecideBarProps) {
  const [sending, setSending] = useState<boolean>();

  const send = async (accept: boolean) => {
    const isSure = await confirm(
      accept
        ? {
            title: '同意互换联系方式？',
            text: `您和${otherName}互相看到联系人和电话。`,
            yes: '同意',
            no: '再想想',
          }
        : {
            title: '这次不谈了？',
            text: '对方会知道您暂时不谈，电话不会给出去。',
            yes: '不谈',
            no: '再想想',
          },
    );
    if (!isSure) return;
    setSending(accept);
    try {
      await decide(accept);
      notify(accept ? '联系方式互换了' : '告诉对方了');
    } catch (error) {
      await tell('没回成', error instanceof ApiError ? error.message : '请再试一次');
      await refresh();
    } finally {
      setSending(undefined);
    }
  };
  return (
    <BottomBar note="同意了，双方就看到联系人和电话">
      <Button
        kind="outline"
        loading={sending === false}
        disabled={sending !== undefined}
        onTap={() => void send(false)}
      >
        不谈
      </Button>
      <Button loading={sending === true} disabled={sending !== undefined} onTap={() => void send(true)}>
        同意
      </Button>
    </BottomBar>
  );
}
