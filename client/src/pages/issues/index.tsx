import { View } from '@tarojs/components';

export default function Tab() {
  return <View role='main' ariaLabel='诉求'>诉求</View>;
}
