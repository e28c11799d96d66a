import { View } from '@tarojs/components';
import type { WindowRow } from '@contract';
import { serverNow } from '@/api/clock';
import { Button, Buttons } from '@/components/button';
import { Card, CardLine } from '@/components/card';
import { Avatar } from '@/components/person';
import { openPlace } from '@/platform/map';
import { callPhone } from '@/platform/phone';
import { openPage } from '@/platform/navigation';

import { WindowStateTag } from '../components/window-state';
import { breakText, onDutyOf, stateWords } from '../window-words';

/** One window: is it open, who is there, and the ways to reach it. */
export function WindowCard({ window }: { window: WindowRow }) {
  const now = serverNow();
  const { next } = stateWords(window.state, now);
  const onDuty = onDutyOf(window, now);
  const rest = breakText(window.today);
  const { phone } = window;
  return (
    <Card
      label={`${window.name}，看窗口详情`}
      onTap={() => void openPage('organizations/window', { id: window.id })}
    >
      <View className="q-between">
        <WindowStateTag state={window.state} />
        <View className="q-meta">{window.regionName}</View>
      </View>
      <View className="q-t17">{window.name}</View>
      <View className="q-meta">{[window.address, window.state.note ?? rest].filter(Boolean).join('，')}</View>
      <CardLine>
        {onDuty && window.today.length > 0 && (
          <View className="window-duty">
            <Avatar name={onDuty.name} size={40} />
            <View>
              <View className="q-meta">{onDuty.when}</View>
              <View className="q-t16">{onDuty.name}</View>
            </View>
          </View>
        )}
        {next && <View className="q-bold window-next">{next}</View>}
        <Buttons>
          {phone && (
            <Button
              kind="outline"
              size="small"
              icon="phone"
              label={`打电话给${window.name}`}
              onTap={() => callPhone(phone)}
            >
              电话
            </Button>
          )}
          <Button
            kind="outline"
            size="small"
            icon="route"
            label={`去${window.name}`}
            onTap={() => void openPlace(window)}
          >
            {window.latitude === undefined ? '复制地址' : '导航'}
          </Button>
        </Buttons>
      </CardLine>
    </Card>
  );
}
