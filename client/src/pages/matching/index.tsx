import { View } from '@tarojs/components';

export default function Tab() {
  return <View role='main' ariaLabel='对接'>对接</View>;
}
