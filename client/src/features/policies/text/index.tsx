import { RichText, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { serverNow } from '@/api/clock';
import { getPolicy } from '@/api/policies';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Page } from '@/components/page';
import { Failure, Skeleton } from '@/components/status-view';
import { policyStatusText } from '@contract/words';
import { formatMonthDay } from '@/format/dates';
import { useResource } from '@/hooks/use-resource';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { openLink } from '@/platform/document';
import { dressHtml } from './dress-html';
import './index.scss';

/** 文件原文: the document as it was issued. */
export default function PolicyText() {
  useWhiteBar();
  const now = serverNow();
  const { id = '' } = useRouter().params;
  const { data: policy, error, refresh } = useResource(() => getPolicy(id), id);
  if (!policy) {
    return (
      <Page>
        {error ? <Failure subject="原文" error={error} onRetry={() => void refresh()} /> : <Skeleton />}
      </Page>
    );
  }
  const { sourceUrl } = policy;
  const facts = [
    policy.issuer,
    policy.docNo,
    policy.issuedOn && `${formatMonthDay(policy.issuedOn, now)}印发`,
    policyStatusText[policy.status],
  ];
  return (
    <Page
      className="policy-text"
      footer={
        sourceUrl ? (
          <BottomBar>
            <Button kind="outline" icon="link" onTap={() => void openLink(sourceUrl)}>
              到发文网站看
            </Button>
          </BottomBar>
        ) : undefined
      }
    >
      <View className="q-title" role="heading">
        {policy.title}
      </View>
      <View className="q-meta">{facts.filter(Boolean).join(' · ')}</View>
      <RichText className="policy-text__body" nodes={dressHtml(policy.bodyHtml)} />
    </Page>
  );
}
