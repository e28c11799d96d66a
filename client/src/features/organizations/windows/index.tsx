import { View } from '@tarojs/components';
import { useState } from 'react';
import type { WindowRow } from '@contract';
import { serverNow } from '@/api/clock';
import { getMyEnterprise } from '@/api/enterprises';
import { listRegions, listWindows } from '@/api/organizations';
import { Card } from '@/components/card';
import { Chips } from '@/components/chips';
import { ListRow, Rows } from '@/components/list-row';
import { Page } from '@/components/page';
import { SearchBox } from '@/components/search-box';
import { SelectInput } from '@/components/select-input';
import { EndOfList, StatusView } from '@/components/status-view';
import { formatTime } from '@/format/dates';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { callPhone } from '@/platform/phone';

import { headline, servicesOf } from '../window-words';
import { WindowCard } from './window-card';
import './index.scss';

const province = '410000';
const mostServices = 4;

/** 服务窗口: where do I go now? The region is that of my enterprise, or chosen; nobody is asked where they stand. */
export default function Windows() {
  const { enterprise } = useSession();
  const home = useResource(
    async () => (enterprise ? (await getMyEnterprise()).regionCode : province),
    enterprise?.enterpriseId,
  );
  const regions = useResource(listRegions);
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useState('');
  const [words, setWords] = useState('');
  const [filter, setFilter] = useState('near');
  const region = chosen ?? home.data;
  const windows = useResource<WindowRow[]>(
    async () => (region ? listWindows({ regionCode: region, ...(words ? { q: words } : {}) }) : []),
    `${region ?? ''} ${words}`,
  );
  usePullToRefresh(windows.refresh);
  useRefreshOnShow(windows.refresh);
  const all = windows.data ?? [];
  const services = servicesOf(all, mostServices);
  const shown = all.filter(
    ({ state, services: offered }) =>
      filter === 'near' || (filter === 'open' ? state.isOpen : offered.includes(filter)),
  );
  const [first, second] = headline(all, serverNow());
  // Other windows offer other services: what was filtered by may not be among them.
  const show = (next: string) => {
    setWords(next);
    setFilter('near');
  };
  const search = (value: string) => {
    setTyped(value);
    if (value === '') show('');
  };

  return (
    <Page>
      {windows.data && windows.data.length > 0 && (
        <View className="q-say windows-say" role="heading">
          <View>{first}</View>
          <View>{second}</View>
        </View>
      )}
      <View className="windows-where">
        {regions.data && (
          <SelectInput
            label="哪里"
            options={regions.data.map(({ code, name }) => ({ value: code, label: name }))}
            value={region}
            onChange={setChosen}
          />
        )}
        <SearchBox
          placeholder="按窗口名称或地址找"
          value={typed}
          onChange={search}
          onSearch={(text) => show(text.trim())}
        />
      </View>
      <Chips
        label="筛选"
        value={filter}
        onChange={setFilter}
        items={[
          { value: 'near', label: words ? '全部' : '离我近' },
          { value: 'open', label: '现在开着' },
          ...services.map((service) => ({ value: service, label: service })),
        ]}
      />
      <StatusView
        status={region ? windows.status : 'loading'}
        error={windows.error ?? home.error}
        subject="服务窗口"
        isEmpty={shown.length === 0}
        empty={
          words
            ? { title: `没有找到“${words}”`, text: '换个名称试试，或清空后按地区看。' }
            : all.length > 0
              ? {
                  title: filter === 'open' ? '现在没有开着的窗口' : `没有办“${filter}”的窗口`,
                  text: filter === 'open' ? `${second}，急事先打 12345。` : '看看离您近的窗口。',
                  action: { text: '看全部窗口', onTap: () => setFilter('near') },
                }
              : {
                  title: '这里还没有登记窗口',
                  text: '先打 12345，24 小时有人接。',
                  action: { text: '打 12345', icon: 'phone', onTap: () => callPhone('12345') },
                }
        }
        onRetry={() => void Promise.all([home.refresh(), windows.refresh()])}
        isComplete
        end={<EndOfList text={`${shown.length} 个窗口都看完了`} />}
      >
        {shown.map((window) => (
          <WindowCard key={window.id} window={window} />
        ))}
      </StatusView>
      <Card flush>
        <Rows>
          <ListRow
            icon="headset"
            title="打 12345"
            note="24 小时，夜里也记成诉求"
            onTap={() => callPhone('12345')}
          />
          <ListRow
            icon="chat"
            title="不去窗口，网上提"
            note="2 个工作小时内有人接"
            onTap={() => void openPage('issues/new')}
          />
        </Rows>
      </Card>
      {windows.data && <View className="q-foot">{formatTime(serverNow())} 更新，按地区由近到远</View>}
    </Page>
  );
}
