import { View } from '@tarojs/components';
import { Icon } from '@/components/icon';
import { Person } from '@/components/person';

interface PreviewCardProps {
  name: string;
  organization: string;
  text: string;
  fileCount: number;
}

/** The answer as the enterprise will see it. */
export function PreviewCard({ name, organization, text, fileCount }: PreviewCardProps) {
  return (
    <View className="answer-preview">
      <View className="answer-preview__title">
        <Icon name="eye" size={20} />
        企业会看到
      </View>
      <Person size={40} name={`${name}答复您`} role={organization} />
      <View className={`answer-preview__text ${text ? 'q-ink1' : 'q-ink3'}`}>
        {text || '写了答复，这里就是企业看到的样子'}
      </View>
      {fileCount > 0 && <View className="q-meta">附 {fileCount} 张照片</View>}
      <View className="answer-preview__due">3 个工作日内，请您评</View>
    </View>
  );
}
