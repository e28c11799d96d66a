import { View } from '@tarojs/components';

export default function Tab() {
  return <View role='main' ariaLabel='我的'>我的</View>;
}
