import { View } from '@tarojs/components';

export default function Tab() {
  return <View role='main' ariaLabel='政策'>政策</View>;
}
