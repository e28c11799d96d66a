import { View } from '@tarojs/components';
import type { PolicyItem } from '@contract';
import { Card, Heading } from '@/components/card';
import { applyPathText } from '@contract/words';
import { splitStep } from '../view-model';

/** The procedure in steps, and what to bring. */
export function HowToApply({ item }: { item: PolicyItem }) {
  if (item.steps.length === 0 && item.materials.length === 0 && item.applyPath !== 'automatic') return null;
  return (
    <Card>
      <Heading title="怎么申报">{applyPathText[item.applyPath]}</Heading>
      {item.applyPath === 'automatic' && <View className="q-body">符合的由部门直接办，您不用申报。</View>}
      {item.steps.length > 0 && (
        <View className="q-numbered policy-steps">
          {item.steps.map((step) => {
            const { lead, rest } = splitStep(step);
            return (
              <View key={step} className="q-numbered__item">
                {lead && <View className="policy-steps__lead">{lead}：</View>}
                {rest}
              </View>
            );
          })}
        </View>
      )}
      {item.materials.length > 0 && (
        <View className="q-quiet q-body">
          要带 {item.materials.length} 样：{item.materials.join('、')}
        </View>
      )}
    </Card>
  );
}
