import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Attendee, Event } from '@contract';
import { serverNow } from '@/api/clock';
import { Button } from '@/components/button';
import { Rows } from '@/components/list-row';
import { SearchBox } from '@/components/search-box';
import { Sheet } from '@/components/sheet';
import { StatusView } from '@/components/status-view';
import { confirm } from '@/platform/notify';
import { useLookUp } from '../use-gate';
import { attendeeState } from '../view-model';

interface LookUpProps {
  event: Event;
  isChecking: boolean;
  onAdmit: (code: string) => void;
  onClose: () => void;
}

/** For people without a phone: found by name, enterprise or the last four digits. */
export function LookUp({ event, isChecking, onAdmit, onClose }: LookUpProps) {
  const now = serverNow();
  const [typed, setTyped] = useState('');
  const [words, setWords] = useState('');
  const list = useLookUp(event.id, words);

  const admit = async ({ name, enterpriseName, code }: Attendee) => {
    const isSure = await confirm({
      title: '核对过证件了？',
      text: `${name}，${enterpriseName}。放行后这张码就用过了。`,
      yes: '放行',
      no: '先不放',
    });
    if (isSure) onAdmit(code);
  };
  return (
    <Sheet open title="按姓名查" onClose={onClose}>
      <SearchBox
        placeholder="姓名、企业或手机后四位"
        value={typed}
        focus
        onChange={(text) => {
          setTyped(text);
          if (text === '') setWords('');
        }}
        onSearch={(text) => setWords(text.trim())}
      />
      {words !== '' && (
        <StatusView
          status={list.status}
          error={list.error}
          subject="名单"
          isEmpty={list.items.length === 0}
          empty={{ title: `名单里没有“${words}”`, text: '换个写法，或请到服务台登记。' }}
          onRetry={() => void list.refresh()}
          skeletonCards={1}
        >
          <Rows>
            {list.items.map((attendee) => {
              const { text, mayEnter } = attendeeState(attendee, now);
              return (
                <View key={attendee.ticketId} className="gate-scanned">
                  <View className="gate-scanned__words">
                    <View className="q-t16">{attendee.name}</View>
                    <View className="q-meta">{attendee.enterpriseName}</View>
                    <View className="q-meta">{text}</View>
                  </View>
                  {mayEnter && (
                    <Button
                      kind="soft"
                      size="small"
                      label={`放行${attendee.name}，${attendee.enterpriseName}`}
                      disabled={isChecking}
                      onTap={() => void admit(attendee)}
                    >
                      放行
                    </Button>
                  )}
                </View>
              );
            })}
          </Rows>
          {!list.isComplete && list.status === 'ready' && (
            <Button kind="quiet" block onTap={() => void list.loadMore()}>
              再看一些
            </Button>
          )}
        </StatusView>
      )}
    </Sheet>
  );
}
