import { View } from '@tarojs/components';

export default function Tab() {
  return <View role='main' ariaLabel='首页'>首页</View>;
}
