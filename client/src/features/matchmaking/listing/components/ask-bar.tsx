import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Introduction, Listing } from '@contract';
import { ApiError } from '@/api/request';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Sheet } from '@/components/sheet';
import { TextArea } from '@/components/text-area';
import { introductionState } from '@/format/listings';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { notOpenBecause } from '../view-model';

interface AskBarProps {
  listing: Listing;
  asked?: Introduction;
  note: string;
  onNote: (note: string) => void;
  express: () => Promise<Introduction>;
  refresh: () => Promise<void>;
}

const longestNote = 200;

/** Says that we would like to talk, with a line to the owner; or shows what came of it. */
export function AskBar({ listing, asked, note, onNote, express, refresh }: AskBarProps) {
  const { status, enterprise } = useSession();
  const [isOpen, setIsOpen] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<string>();

  if (!enterprise) {
    const isVisitor = status === 'visitor';
    return (
      <BottomBar>
        <Button onTap={() => void openPage(isVisitor ? 'accounts/sign-in' : 'enterprises/bind')}>
          {isVisitor ? '登录后联系' : '绑定企业后联系'}
        </Button>
      </BottomBar>
    );
  }
  if (asked) {
    return (
      <BottomBar>
        <Button icon="handshake" onTap={() => void openPage('matchmaking/introduction', { id: asked.id })}>
          {`${introductionState(asked).word}，看进展`}
        </Button>
      </BottomBar>
    );
  }
  const closed = notOpenBecause(listing);

  const send = async () => {
    setIsSending(true);
    setError(undefined);
    try {
      await express();
      setIsOpen(false);
      notify('告诉对方了');
    } catch (failure) {
      setError(messageOf(failure));
      if (failure instanceof ApiError && failure.code === 'ALREADY_INTERESTED') await refresh();
    } finally {
      setIsSending(false);
    }
  };
  return (
    <>
      <BottomBar>
        <Button disabled={closed !== undefined} onTap={() => setIsOpen(true)}>
          {closed ?? '有意向'}
        </Button>
      </BottomBar>
      <Sheet
        open={isOpen}
        title="告诉对方您有意"
        onClose={() => setIsOpen(false)}
        footer={
          <Button block loading={isSending} onTap={() => void send()}>
            告诉对方
          </Button>
        }
      >
        <View className="q-body">对方同意了，才互换联系人和电话。</View>
        <Field
          label="带一句话"
          hint="能供多少、何时能谈"
          error={error}
          count={{ used: [...note].length, max: longestNote }}
        >
          <TextArea
            value={note}
            onChange={onNote}
            label="带一句话"
            placeholder="比如 每月能供 2,000 件，可先寄样"
            maxLength={longestNote}
          />
        </Field>
      </Sheet>
    </>
  );
}

function messageOf(failure: unknown): string {
  if (!(failure instanceof ApiError)) return '没发出去，写的还在，请再试一次';
  return failure.ruleOf('body.note') ?? failure.message;
}
