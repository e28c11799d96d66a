import { View } from '@tarojs/components';
import type { IssuePreview } from '@contract';
import { Card } from '@/components/card';
import { Avatar } from '@/components/person';
import { WorkingDayClock } from '@/components/working-day-clock';
import { formatMoment } from '@/format/dates';
import { bodyInitial } from '@/format/issues';
import { nextBody, promiseText } from '../view-model';

/** What is promised, before it is sent: by when, and who. */
export function PromiseCard({ preview, now }: { preview: IssuePreview; now: Date }) {
  const { accountable, signDueAt, clock, isProvisional } = preview;
  const body = nextBody(preview);
  return (
    <Card flush tone="outlined">
      <View className="new-promise">
        <View className="q-body">现在提交，最晚</View>
        <View className="new-promise__date">{promiseText(preview, now)}</View>
        <View className="new-promise__clock">
          <WorkingDayClock days={clock} now={now} />
        </View>
        {isProvisional && <View className="q-meta">那年的放假安排还没公布，公布后会重新算</View>}
      </View>
      <View className="new-promise__who">
        <View className="new-promise__row">
          <Avatar name={accountable.name} size={40} />
          <View className="new-promise__words">
            <View className="q-body">
              <View className="new-promise__name">{accountable.name}先接</View>，
              {formatMoment(signDueAt, now)} 前受理
            </View>
            <View className="q-meta">{accountable.organization.shortName}，一直跟到办结</View>
          </View>
        </View>
        {body && (
          <View className="new-promise__row">
            <Avatar name={bodyInitial(body.shortName)} size={40} />
            <View className="new-promise__words">
              <View className="q-body">
                <View className="new-promise__name">{body.name}办理</View>
              </View>
              <View className="q-meta">{accountable.name}核对后转过去</View>
            </View>
          </View>
        )}
      </View>
    </Card>
  );
}
