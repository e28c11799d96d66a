import { View } from '@tarojs/components';
import type { CheckIn } from '@contract';
import { serverNow } from '@/api/clock';
import { Icon } from '@/components/icon';
import { Rows } from '@/components/list-row';
import { Sheet } from '@/components/sheet';
import { EndOfList, StatusView } from '@/components/status-view';
import { formatPast } from '@/format/dates';
import type { Loaded } from '@/hooks/use-resource';
import { scanLine } from '../view-model';

interface RecentProps {
  open: boolean;
  scans: Loaded<CheckIn[]>;
  onClose: () => void;
}

/** The latest scans of all gates, newest first. */
export function Recent({ open, scans, onClose }: RecentProps) {
  const list = scans.data ?? [];
  const now = serverNow();
  return (
    <Sheet open={open} title="刚才的记录" onClose={onClose}>
      <StatusView
        status={scans.status}
        error={scans.error}
        subject="记录"
        isEmpty={list.length === 0}
        empty={{ title: '还没验过票', text: '扫一张，就记在这里。' }}
        onRetry={() => void scans.refresh()}
        skeletonCards={1}
        isComplete
        end={<EndOfList text={`最近 ${list.length} 次`} />}
      >
        <Rows>
          {list.map((scan, index) => (
            <ScanRow key={`${scan.at}-${index}`} scan={scan} now={now} />
          ))}
        </Rows>
      </StatusView>
    </Sheet>
  );
}

function ScanRow({ scan, now }: { scan: CheckIn; now: Date }) {
  const { title, note } = scanLine(scan);
  const isIn = scan.outcome === 'admitted';
  return (
    <View className="gate-scanned">
      <View className={`gate-scanned__sign ${isIn ? 'q-ok' : 'q-bad'}`}>
        <Icon name={isIn ? 'check' : 'close'} size={20} label={isIn ? '进了' : '没让进'} />
      </View>
      <View className="gate-scanned__words">
        <View className="q-t16">{title}</View>
        {note && <View className="q-meta">{note}</View>}
      </View>
      <View className="gate-scanned__when q-meta">
        <View>{formatPast(scan.at, now)}</View>
        <View>{scan.gate}</View>
      </View>
    </View>
  );
}
