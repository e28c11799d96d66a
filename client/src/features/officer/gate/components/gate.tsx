import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import type { Event } from '@contract';
import { serverNow } from '@/api/clock';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { Tap } from '@/components/tap';
import { TopBar } from '@/components/top-bar';
import { formatDay, dayOf, formatTime } from '@/format/dates';
import { useLargeText } from '@/hooks/use-large-text';
import { scanCode } from '@/platform/scan';
import { lightenStatusBar } from '@/platform/screen';
import { useGate, useOnline } from '../use-gate';
import { countersOf, type Counters } from '../view-model';
import { LookUp } from './look-up';
import { NameGate } from './name-gate';
import { Recent } from './recent';
import { TypedCode } from './typed-code';
import { Verdict } from './verdict';

type Opened = 'recent' | 'look-up' | 'name';

/** One gate: scan, see the verdict, scan the next. */
export function Gate({ event, onLeave }: { event: Event; onLeave: () => void }) {
  const now = serverNow();
  const gate = useGate(event);
  const isOnline = useOnline();
  const { isLarge } = useLargeText();
  const [opened, setOpened] = useState<Opened>();
  useEffect(() => lightenStatusBar(), []);
  const close = () => setOpened(undefined);
  const counters = countersOf(event, gate.scans.data ?? [], gate.gate);

  // A call without a reply says more than the phone’s own opinion of its network.
  const isCutOff = gate.outcome?.kind === 'no-reply' && gate.outcome.isOffline;

  const scan = async () => {
    if (gate.isChecking) return;
    const text = await scanCode();
    if (text) await gate.check(text);
  };
  return (
    <Page
      tone="night"
      className="gate"
      head={<TopBar title={`${gate.gate}验票`} back />}
      footer={
        <Verdict
          outcome={gate.outcome}
          event={event}
          isChecking={gate.isChecking}
          onNext={() => void scan()}
          onRetry={(lost) => void gate.retry(lost)}
          onRecent={() => setOpened('recent')}
          onLookUp={() => setOpened('look-up')}
        />
      }
    >
      <NetworkLine isOnline={isOnline && !isCutOff} unsettled={gate.unsettled.length} />
      <View className="gate-event">
        <View className="gate-event__words">
          <View className="q-t16">{event.title}</View>
          <View className="gate-quiet">
            {`${formatDay(dayOf(event.startsAt), now)} ${formatTime(event.startsAt)}，${formatTime(event.doorsOpenAt)} 开门`}
          </View>
        </View>
        <Tap className="gate-link" onTap={() => setOpened('name')}>
          换门
        </Tap>
        <Tap className="gate-link" onTap={onLeave}>
          换活动
        </Tap>
      </View>
      {!isLarge && <CounterRow counters={counters} />}
      <Tap className="gate-scan" label="扫码验票" disabled={gate.isChecking} onTap={() => void scan()}>
        <View className="gate-frame">
          <View className="gate-corner gate-corner--1" />
          <View className="gate-corner gate-corner--2" />
          <View className="gate-corner gate-corner--3" />
          <View className="gate-corner gate-corner--4" />
          <Icon name="scan" size={28} />
          <View className="gate-scan__words">{gate.isChecking ? '正在验…' : '扫码验票'}</View>
        </View>
        {isLarge && <CounterStrip counters={counters} />}
      </Tap>
      <TypedCode isChecking={gate.isChecking} onCheck={(code) => void gate.check(code)} />
      <Recent open={opened === 'recent'} scans={gate.scans} onClose={close} />
      {opened === 'look-up' && (
        <LookUp
          event={event}
          isChecking={gate.isChecking}
          onAdmit={(code) => {
            close();
            void gate.check(code);
          }}
          onClose={close}
        />
      )}
      {opened === 'name' && <NameGate name={gate.gate} onRename={gate.rename} onClose={close} />}
    </Page>
  );
}

function NetworkLine({ isOnline, unsettled }: { isOnline: boolean; unsettled: number }) {
  return (
    <View
      className={`gate-net ${isOnline ? 'gate-net--on' : 'gate-net--off'}`}
      role="status"
      ariaLive="polite"
    >
      <Icon name={isOnline ? 'check' : 'offline'} size={20} />
      <View className="gate-net__words">{isOnline ? '已联网' : '没有网，验不了票'}</View>
      {unsettled > 0 && <View className="q-bold">{unsettled} 张没验成</View>}
    </View>
  );
}

function CounterRow({ counters }: { counters: Counters }) {
  const { admitted, capacity, admittedHere, refusedHere } = counters;
  return (
    <View className="gate-counters">
      <View className="gate-counter gate-counter--first">
        <View className="gate-counter__number">
          {admitted}
          <View className="gate-counter__of">{` / ${capacity}`}</View>
        </View>
        <View className="gate-quiet">已进场</View>
      </View>
      <View className="gate-counter">
        <View className="gate-counter__number">{admittedHere}</View>
        <View className="gate-quiet">本门已进</View>
      </View>
      <View className="gate-counter">
        <View className="gate-counter__number">{refusedHere}</View>
        <View className="gate-quiet">没让进</View>
      </View>
    </View>
  );
}

/** The counters in large text: one line at the foot of the scanner. */
function CounterStrip({ counters: { admitted, capacity, admittedHere } }: { counters: Counters }) {
  return (
    <View className="gate-strip">
      <View className="gate-strip__here">
        <View className="gate-strip__number">{admittedHere}</View>
        本门已进
      </View>
      <View className="gate-quiet">
        全场 {admitted} / {capacity}
      </View>
    </View>
  );
}
