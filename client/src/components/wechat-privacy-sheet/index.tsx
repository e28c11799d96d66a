import { View } from '@tarojs/components';
import { useDidHide, useDidShow } from '@tarojs/taro';
import { useState, useSyncExternalStore } from 'react';

import {
  agreeButtonId,
  answerPrivacy,
  openPrivacyContract,
  privacyQuestion,
  subscribePrivacy,
} from '@/platform/privacy';

import { Button } from '../button';
import { Link } from '../link';
import { Sheet } from '../sheet';

/** WeChat's privacy question, in our own sheet on whichever page is in front; refusing it leaves everything else usable. */
export function WeChatPrivacySheet() {
  const question = useSyncExternalStore(subscribePrivacy, privacyQuestion, privacyQuestion);
  const [isInFront, setInFront] = useState(true);
  useDidShow(() => setInFront(true));
  useDidHide(() => setInFront(false));
  if (!question || !isInFront) return null;
  return (
    <Sheet
      open
      title="微信隐私指引"
      onClose={() => answerPrivacy(false)}
      footer={
        <>
          <Button
            id={agreeButtonId}
            block
            openType="agreePrivacyAuthorization"
            onAgreePrivacyAuthorization={() => answerPrivacy(true)}
          >
            同意，继续
          </Button>
          <Button kind="quiet" block onTap={() => answerPrivacy(false)}>
            不同意
          </Button>
        </>
      }
    >
      <View className="q-body">
        接下来要用到照片、剪贴板这类微信接口。照片只在您点提交后才上传，用来办您的事。
      </View>
      <Link onTap={() => void openPrivacyContract()}>看{question.contractName}</Link>
      <View className="q-meta">不同意也能接着用，只是这一步读不到内容，什么也不会存。</View>
    </Sheet>
  );
}
