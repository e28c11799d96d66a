import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { Policy, PolicyItem, Verdict } from '@contract';
import { serverNow } from '@/api/clock';
import sharePicture from '@/assets/share/policy.png';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Chips } from '@/components/chips';
import type { FactValue } from '@/components/fact-field/fact-value';
import { ListRow, Rows } from '@/components/list-row';
import { Page } from '@/components/page';
import { Failure, Skeleton } from '@/components/status-view';
import { verdictText } from '@contract/words';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useSession } from '@/hooks/use-session';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { openLink } from '@/platform/document';
import { featurePath, openPage } from '@/platform/navigation';
import { notify } from '@/platform/notify';
import { shareLink, useShare } from '@/platform/share';
import { Clauses } from './components/clauses';
import { PolicyHead } from './components/head';
import { HowToApply } from './components/how-to-apply';
import { Standing } from './components/standing';
import { VerdictCard } from './components/verdict-card';
import { useJudgement, usePolicy } from './use-policy';
import { chooseVerdict } from './view-model';
import './index.scss';

/** 政策详情: do we qualify, how much, until when? */
export default function PolicyDetail() {
  useWhiteBar();
  const { id = '', item = '' } = useRouter().params;
  const { enterprise } = useSession();
  const policy = usePolicy(id);
  const shared = () => ({
    title: policy.data?.title ?? '政策',
    path: featurePath('policies/detail', { id }),
    imageUrl: sharePicture,
  });
  useShare(shared);
  usePullToRefresh(policy.refresh);

  if (!policy.data) {
    return (
      <Page>
        {policy.error ? (
          <Failure subject="政策" error={policy.error} onRetry={() => void policy.refresh()} />
        ) : (
          <Skeleton />
        )}
      </Page>
    );
  }
  return enterprise ? (
    <Judged
      key={enterprise.enterpriseId}
      policy={policy.data}
      itemKey={item}
      enterpriseId={enterprise.enterpriseId}
      onShare={() => void shareLink(shared())}
    />
  ) : (
    <Unjudged policy={policy.data} itemKey={item} onShare={() => void shareLink(shared())} />
  );
}

interface DetailProps {
  policy: Policy;
  itemKey: string;
  onShare: () => void;
}

/** For an enterprise: with its verdict on the chosen item. */
function Judged({ policy, itemKey, enterpriseId, onShare }: DetailProps & { enterpriseId: string }) {
  const now = serverNow();
  const [chosen, setChosen] = useState(itemKey);
  const { data, error, refresh, fill } = useJudgement(policy.id, enterpriseId);
  useRefreshOnShow(refresh);
  const verdict = data && chooseVerdict(data.verdicts, chosen);
  const item = itemOf(policy, verdict?.itemKey ?? chosen);

  const onFill = async (attribute: string, value: FactValue) => {
    const verdicts = await fill(attribute, value);
    const next = verdicts.find((candidate) => candidate.itemKey === verdict?.itemKey);
    if (next) notify(`存好了，现在${verdictText[next.verdict]}`);
  };

  return (
    <Page
      head={<PolicyHead policy={policy} item={item} verdict={verdict} now={now} />}
      footer={<Actions policy={policy} item={item} verdict={verdict?.verdict} onShare={onShare} />}
    >
      <Standing policy={policy} now={now} />
      <ItemChips policy={policy} value={item?.key} onChange={setChosen} />
      {item && !data && !error && <Skeleton cards={2} />}
      {item && !data && error && <Failure subject="结论" error={error} onRetry={() => void refresh()} />}
      {data && verdict && (
        <>
          <VerdictCard key={verdict.itemKey} verdict={verdict} attributes={data.attributes} onFill={onFill} />
          <Clauses clauses={verdict.clauses} judgedAt={data.judgedAt} now={now} />
        </>
      )}
      {item && <HowToApply item={item} />}
      <More policy={policy} />
    </Page>
  );
}

/** For everybody else: the same without a verdict, and the way to one. */
function Unjudged({ policy, itemKey, onShare }: DetailProps) {
  const now = serverNow();
  const { status } = useSession();
  const [chosen, setChosen] = useState(itemKey);
  const item = itemOf(policy, chosen);
  const isVisitor = status === 'visitor';
  return (
    <Page
      head={<PolicyHead policy={policy} item={item} now={now} />}
      footer={<Actions policy={policy} item={item} onShare={onShare} />}
    >
      <Standing policy={policy} now={now} />
      <ItemChips policy={policy} value={item?.key} onChange={setChosen} />
      {item && status !== 'starting' && (
        <Card>
          <View className="q-t17">您符不符合？</View>
          <View className="q-body">绑定企业后逐条对照，缺什么、改什么都告诉您。</View>
          <Button
            kind="soft"
            block
            onTap={() => void openPage(isVisitor ? 'accounts/sign-in' : 'enterprises/bind')}
          >
            {isVisitor ? '登录看结论' : '绑定企业看结论'}
          </Button>
        </Card>
      )}
      {item && <HowToApply item={item} />}
      <More policy={policy} />
    </Page>
  );
}

function itemOf(policy: Policy, key: string): PolicyItem | undefined {
  return policy.items.find((item) => item.key === key) ?? policy.items[0];
}

function ItemChips({
  policy,
  value,
  onChange,
}: {
  policy: Policy;
  value: string | undefined;
  onChange: (key: string) => void;
}) {
  if (policy.items.length < 2 || !value) return null;
  const items = policy.items.map(({ key, title }) => ({ value: key, label: title }));
  return <Chips items={items} value={value} onChange={onChange} wrap label="事项" />;
}

/** The document itself, and the body that issued it. */
function More({ policy }: { policy: Policy }) {
  return (
    <Card flush>
      <Rows>
        <ListRow
          strong
          icon="file"
          title="看文件原文"
          note={policy.docNo ?? policy.title}
          onTap={() => void openPage('policies/text', { id: policy.id })}
        />
        <ListRow
          strong
          icon="chat"
          title="问发文部门"
          note="1 个工作日内答复"
          onTap={() => void openPage('issues/new', { policyId: policy.id })}
        />
      </Rows>
    </Card>
  );
}

interface ActionsProps {
  policy: Policy;
  item: PolicyItem | undefined;
  /** Absent for somebody without an enterprise. */
  verdict?: Verdict;
  onShare: () => void;
}

/** Applying is the next step unless a fact is missing or something has to change first. */
function Actions({ policy, item, verdict, onShare }: ActionsProps) {
  const isOpen =
    policy.status === 'in-force' || policy.status === 'unverified' || policy.status === 'upcoming';
  const kind = verdict === 'unknown' || verdict === 'not-met' ? 'soft' : 'primary';
  const link = item?.applyLink;
  return (
    <BottomBar>
      <Button kind="outline" icon="share" openType="share" onTap={onShare}>
        转给同事
      </Button>
      {isOpen && item && link && (
        <Button kind={kind} onTap={() => void openLink(link)}>
          去申报
        </Button>
      )}
      {isOpen && item && !link && item.applyPath !== 'automatic' && (
        <Button kind={kind} onTap={() => void openPage('issues/new', { policyId: policy.id })}>
          问怎么申报
        </Button>
      )}
    </BottomBar>
  );
}
