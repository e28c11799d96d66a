import { View } from '@tarojs/components';

import './index.scss';

/** How many are unread or wait; nothing when none are. */
export function Badge({ count }: { count: number }) {
  if (count <= 0) return null;
  return <View className="q-badge">{count > 99 ? '99+' : count}</View>;
}
