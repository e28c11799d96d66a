import { View } from '@tarojs/components';
import { Button } from '@/components/button';
import { Card } from '@/components/card';

/** The first card of a week without anything to do. */
export function NothingDue({ onFind }: { onFind: () => void }) {
  return (
    <Card className="q-pull">
      <View className="q-t17">没有等您的，也没有快到期的</View>
      <View className="q-body">有了新的会发消息告诉您。</View>
      <View className="home-officer">
        <Button kind="soft" size="small" onTap={onFind}>
          看看能拿哪些政策
        </Button>
      </View>
    </Card>
  );
}
