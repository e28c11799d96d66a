import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import type { ServiceWindow } from '@contract';
import { serverNow } from '@/api/clock';
import { getWindow } from '@/api/organizations';
import { Button } from '@/components/button';
import { BottomBar } from '@/components/bottom-bar';
import { Card, CardLine, Heading } from '@/components/card';
import { Page } from '@/components/page';
import { Person } from '@/components/person';
import { Failure, Skeleton } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { formatDay } from '@/format/dates';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { openPlace } from '@/platform/map';
import { callPhone } from '@/platform/phone';

import { WindowStateTag } from '../components/window-state';
import { dutyLines, hoursText, shutText, stateWords } from '../window-words';
import './index.scss';

/** 窗口详情: when is it open, what is done there, who is on duty, how do I get there? */
export default function WindowDetail() {
  const { id = '' } = useRouter().params;
  const { data, error, refresh } = useResource<ServiceWindow>(() => getWindow(id), id);
  usePullToRefresh(refresh);
  useRefreshOnShow(refresh);
  if (!data) {
    return (
      <Page>
        {error ? (
          <Failure subject="窗口" error={error} onRetry={() => void refresh()} />
        ) : (
          <Skeleton cards={2} />
        )}
      </Page>
    );
  }
  const now = serverNow();
  const { next } = stateWords(data.state, now);
  const { phone } = data;
  return (
    <Page
      footer={
        <BottomBar>
          {phone && (
            <Button icon="phone" onTap={() => callPhone(phone)}>
              电话
            </Button>
          )}
          <Button kind="outline" icon="route" onTap={() => void openPlace(data)}>
            {data.latitude === undefined ? '复制地址' : '导航'}
          </Button>
        </BottomBar>
      }
    >
      <Card>
        <View className="window-head">
          <View className="q-between">
            <WindowStateTag state={data.state} />
            <View className="q-meta">{data.regionName}</View>
          </View>
          <View className="q-title" role="heading">
            {data.name}
          </View>
          <View className="q-meta">{data.organization.name}</View>
          {next && <View className="q-bold">{next}</View>}
          {data.state.note && <View className="q-body">{data.state.note}</View>}
        </View>
        <CardLine>
          <View className="q-body">{data.address}</View>
          {phone && <View className="q-body">{phone}</View>}
        </CardLine>
      </Card>
      {data.onDuty.length > 0 && (
        <Card>
          <Heading title="今天当班" />
          {dutyLines(data).map(({ name, when }) => (
            <Person key={when} name={name} role={when} size={40} />
          ))}
        </Card>
      )}
      {data.services.length > 0 && (
        <Card>
          <Heading title="能办什么" />
          <View className="window-services">
            {data.services.map((service) => (
              <Tag key={service}>{service}</Tag>
            ))}
          </View>
        </Card>
      )}
      <Card>
        <Heading title="这七天的开放时间" />
        <View>
          {data.days.map(({ day, periods, reason, note }, at) => (
            <View key={day} className={`window-day ${at === 0 ? 'window-day--first' : ''}`}>
              <View className={at === 0 ? 'q-bold' : 'q-body'}>{formatDay(day, now)}</View>
              <View className={periods.length > 0 ? 'q-body' : 'q-meta'}>
                {periods.length > 0 ? hoursText(periods) : shutText(reason)}
                {note ? `，${note}` : ''}
              </View>
            </View>
          ))}
        </View>
      </Card>
    </Page>
  );
}
