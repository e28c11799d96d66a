import { View } from '@tarojs/components';
import { useRef, useState, type ReactNode } from 'react';
import type { Me, PrivacyText } from '@contract';

import { getPrivacyText, givePrivacyConsent } from '@/api/privacy';
import { refreshMe } from '@/api/session';
import { formatVersion } from '@/format/privacy';
import { useAction } from '@/hooks/use-action';
import { useResource } from '@/hooks/use-resource';

import { Button } from '../button';
import { Note } from '../note';
import { Sheet } from '../sheet';
import { Failure, Skeleton } from '../status-view';

/** The product's text about personal data, part by part. */
export function PrivacyWords({ text }: { text: Pick<PrivacyText, 'parts'> }) {
  return (
    <>
      {text.parts.map(({ title, lines }) => (
        <View key={title} className="q-gap">
          <View className="q-t16">{title}</View>
          {lines.map((line) => (
            <View key={line} className="q-body">
              {line}
            </View>
          ))}
        </View>
      ))}
    </>
  );
}

/**
 * Asks for consent where something can't be stored without it, and only there.
 * `ensure` answers whether the person has agreed, showing `sheet` where they hadn't to the text as it holds now.
 */
export function usePrivacyConsent(me: Me | undefined): {
  ensure: () => Promise<boolean>;
  sheet: ReactNode;
} {
  const [isOpen, setOpen] = useState(false);
  const settle = useRef<(isAgreed: boolean) => void>(undefined);
  const close = (isAgreed: boolean) => {
    setOpen(false);
    settle.current?.(isAgreed);
    settle.current = undefined;
  };
  return {
    ensure: () => {
      if (me?.privacy.isCurrent) return Promise.resolve(true);
      setOpen(true);
      return new Promise((resolve) => {
        settle.current = resolve;
      });
    },
    sheet: isOpen ? (
      <ConsentSheet hasAgreedBefore={me?.privacy.agreedVersion !== undefined} onClose={close} />
    ) : null,
  };
}

function ConsentSheet({
  hasAgreedBefore,
  onClose,
}: {
  hasAgreedBefore: boolean;
  onClose: (isAgreed: boolean) => void;
}) {
  const { data, error, refresh } = useResource(getPrivacyText);
  const { isBusy, problem, run } = useAction();
  const agree = async () => {
    if (!data) return;
    const isGiven = await run(async () => {
      await givePrivacyConsent(data.version);
      await refreshMe();
    });
    if (isGiven) onClose(true);
  };
  return (
    <Sheet
      open
      title={hasAgreedBefore ? '说明更新了，再看一眼' : '先看说明，再留信息'}
      onClose={() => onClose(false)}
      footer={
        <>
          <Button block loading={isBusy} disabled={!data} onTap={() => void agree()}>
            同意
          </Button>
          <Button kind="quiet" block onTap={() => onClose(false)}>
            不同意，先不留
          </Button>
        </>
      }
    >
      {data && (
        <>
          <View className="q-meta">
            {data.title}，{formatVersion(data.version)}
          </View>
          {hasAgreedBefore && data.changes.length > 0 && (
            <Note icon="bulb">
              {data.changes.map((change) => (
                <View key={change}>{change}</View>
              ))}
            </Note>
          )}
          <PrivacyWords text={data} />
        </>
      )}
      {!data && !error && <Skeleton cards={1} />}
      {!data && error && <Failure subject="说明" error={error} onRetry={() => void refresh()} />}
      {problem && (
        <Note tone="bad" icon="warning">
          {problem}
        </Note>
      )}
    </Sheet>
  );
}
