import { Image, View } from '@tarojs/components';
import type { EnterpriseCard } from '@contract';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Steps } from '@/components/steps';

/** What binding is for, and how far it has come. */
export function Head({ step }: { step: number }) {
  return (
    <View className="bind-head">
      <View className="q-say" role="heading">
        绑定企业，{'\n'}看看能拿哪些政策
      </View>
      <View className="bind-head__steps">
        <Steps items={['登录', '找企业', '加入']} current={step} />
      </View>
    </View>
  );
}

/** The enterprise of the code. */
export function Found({ card }: { card: EnterpriseCard }) {
  const since = card.foundedOn?.replace(/^(\d{4})-0?(\d+)-.*$/, '$1年$2月');
  const pairs = [
    ['住所', card.address],
    ['登记', since],
    ['管理员', card.maskedAdmin ? `${card.maskedAdmin}，已有 ${card.memberCount} 人在用` : '还没有'],
  ];
  return (
    <Card className="q-gap">
      <View className="q-meta">找到 1 家</View>
      <View className="q-t17">{card.name}</View>
      <View>
        {pairs.map(([label, value]) =>
          value ? (
            <View key={label} className="q-pair">
              <View className="q-pair__label">{label}</View>
              <View className="q-pair__value">{value}</View>
            </View>
          ) : null,
        )}
      </View>
    </Card>
  );
}

/** The picture of the licence, for who wants to be the administrator. */
export function Licence({
  path,
  onTake,
  onDrop,
}: {
  path: string | undefined;
  onTake: () => void;
  onDrop: () => void;
}) {
  if (!path) {
    return (
      <Button kind="soft" block icon="camera" onTap={onTake}>
        拍营业执照
      </Button>
    );
  }
  return (
    <Card>
      <Image className="bind-licence" src={path} mode="aspectFit" ariaLabel="营业执照照片" />
      <Button kind="outline" size="small" icon="trash" onTap={onDrop}>
        换一张
      </Button>
    </Card>
  );
}
