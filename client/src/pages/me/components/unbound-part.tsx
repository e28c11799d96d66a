import { View } from '@tarojs/components';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Tag } from '@/components/tag';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';

/** In place of the enterprise: signing in, binding one, or waiting to be let in. */
export function UnboundPart() {
  const { status, me, pending, offices } = useSession();
  const refused = me?.enterprises.find((membership) => membership.status === 'refused');
  if (status === 'starting') return <Card className="q-pull me-waiting" />;
  if (status === 'visitor') {
    return (
      <Card className="q-pull">
        <View className="q-t17">登录后，诉求、活动都在这里</View>
        <View className="q-body">微信登录，不用记密码，不先要手机号。</View>
        <Button block onTap={() => void openPage('accounts/sign-in')}>
          登录
        </Button>
      </Card>
    );
  }
  if (pending) {
    return (
      <Card className="q-pull">
        <View className="q-between">
          <View className="q-t17">{pending.enterpriseName}</View>
          <Tag tone="warn">等同意</Tag>
        </View>
        <View className="q-meta">{pending.creditCode}</View>
        <View className="q-body">管理员或企业服务办同意后，会发消息告诉您。</View>
      </Card>
    );
  }
  return (
    <Card className="q-pull">
      <View className="q-t17">绑定企业，看看能拿哪些政策</View>
      {refused ? (
        <View className="q-body">
          {refused.enterpriseName}的申请没有通过{refused.refusalReason && `：${refused.refusalReason}`}
        </View>
      ) : (
        <View className="q-body">填统一社会信用代码就行。</View>
      )}
      <Button
        kind={offices.length > 0 ? 'soft' : 'primary'}
        block
        onTap={() => void openPage('enterprises/bind')}
      >
        绑定企业
      </Button>
    </Card>
  );
}
