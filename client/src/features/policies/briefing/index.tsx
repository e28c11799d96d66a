import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { BriefingReading, PolicyMatch } from '@contract';
import { serverNow } from '@/api/clock';
import { judgeIrrelevant, readBriefing } from '@/api/policies';
import { ApiError } from '@/api/request';
import sharePicture from '@/assets/share/policy.png';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { ListRow, Rows } from '@/components/list-row';
import { MatchCard } from '@/components/match-card';
import { Page } from '@/components/page';
import { Failure, Skeleton } from '@/components/status-view';
import { formatMoment } from '@/format/dates';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { useSession } from '@/hooks/use-session';
import { useWhiteBar } from '@/hooks/use-white-bar';
import { featurePath, openPage } from '@/platform/navigation';
import { confirm, notify } from '@/platform/notify';
import { shareLink, useShare } from '@/platform/share';
import { Head, Terms } from './head';
import { bestMatch, countRelevant, forwardedTitle } from './view-model';
import './index.scss';

/** 政策简报: is there anything in it for us? */
export default function BriefingPage() {
  useWhiteBar();
  const { id = '' } = useRouter().params;
  const { me, enterprise } = useSession();
  const briefing = useResource(() => readBriefing(id), `${id}:${enterprise?.enterpriseId ?? ''}`);
  const shared = () => ({
    title: briefing.data ? forwardedTitle(briefing.data, me?.name) : '政策简报',
    path: featurePath('policies/briefing', { id }),
    imageUrl: sharePicture,
  });
  useShare(shared);
  useRefreshOnShow(briefing.refresh);

  if (!briefing.data) {
    return (
      <Page>
        {briefing.error ? (
          <Failure subject="简报" error={briefing.error} onRetry={() => void briefing.refresh()} />
        ) : (
          <Skeleton />
        )}
      </Page>
    );
  }
  const best = bestMatch(briefing.data.matches);
  return (
    <Page
      head={<Head briefing={briefing.data} />}
      footer={
        <BottomBar>
          <Button kind="outline" icon="share" openType="share" onTap={() => void shareLink(shared())}>
            转给同事
          </Button>
          {best && (
            <Button onTap={() => openMatch(best)}>{best.verdict === 'met' ? '去申报' : '去补资料'}</Button>
          )}
        </BottomBar>
      }
    >
      <Terms briefing={briefing.data} />
      <Verdicts briefing={briefing.data} />
      <Origin
        briefing={briefing.data}
        onIrrelevant={() => briefing.data && briefing.replace({ ...briefing.data, judgedIrrelevant: true })}
      />
    </Page>
  );
}

function openMatch({ policyId, itemKey }: PolicyMatch): void {
  void openPage('policies/detail', { id: policyId, item: itemKey });
}

/** This enterprise’s own verdicts; for a visitor, how to get them. */
function Verdicts({ briefing }: { briefing: BriefingReading }) {
  const now = serverNow();
  const { status, enterprise } = useSession();
  if (!enterprise) {
    const isVisitor = status !== 'signed-in';
    return (
      <Card>
        <View className="q-t17">里面有您能拿的吗？</View>
        <View className="q-body">绑定企业后，每条政策都给您一个结论。</View>
        <Button block onTap={() => void openPage(isVisitor ? 'accounts/sign-in' : 'enterprises/bind')}>
          {isVisitor ? '登录看结论' : '绑定企业看结论'}
        </Button>
      </Card>
    );
  }
  const relevant = countRelevant(briefing.matches);
  return (
    <>
      <View className="q-gap q-between briefing-verdicts">
        <View className="q-t17" role="heading">
          {relevant > 0 ? (
            <>
              对您来说，<View className="briefing-inline q-accent">{relevant}</View> 条有关
            </>
          ) : (
            '这期没有您能拿的'
          )}
        </View>
        <View className="q-meta">{formatMoment(now, now)} 判断</View>
      </View>
      <Card flush>
        <Rows>
          {briefing.matches.map((match) => (
            <MatchCard
              key={`${match.policyId}/${match.itemKey}`}
              asRow
              match={match}
              now={now}
              onOpen={() => openMatch(match)}
              onFill={() => openMatch(match)}
            />
          ))}
        </Rows>
      </Card>
    </>
  );
}

/** Why it came, the documents behind it, who wrote it. */
function Origin({ briefing, onIrrelevant }: { briefing: BriefingReading; onIrrelevant: () => void }) {
  const { enterprise } = useSession();
  const [isSending, setIsSending] = useState(false);
  const { whyMe, judgedIrrelevant, policyIds, organization, author } = briefing;

  const judge = async () => {
    const isSure = await confirm({
      title: '这期与您无关？',
      text: '以后会少推这类政策',
      yes: '无关',
      no: '再看看',
    });
    if (!isSure) return;
    setIsSending(true);
    try {
      await judgeIrrelevant(briefing.id);
      onIrrelevant();
      notify('记下了，以后少推这类');
    } catch (failure) {
      notify(failure instanceof ApiError ? failure.message : '没发出去，请再试一次');
    } finally {
      setIsSending(false);
    }
  };

  return (
    <View className="q-gap">
      <Card flush>
        <Rows>
          {enterprise && (
            <ListRow
              strong
              icon="info"
              title="为什么推给我"
              note={whyMe ?? '这期没有专门推给您'}
              end={
                judgedIrrelevant ? (
                  '已说与我无关'
                ) : (
                  <Button kind="outline" size="small" loading={isSending} onTap={() => void judge()}>
                    与我无关
                  </Button>
                )
              }
            />
          )}
          {policyIds.map((policyId, index) => (
            <ListRow
              key={policyId}
              strong
              icon="file"
              title={policyIds.length === 1 ? '看原文' : `看原文 ${index + 1}`}
              note={titleOf(briefing, policyId)}
              onTap={() => void openPage('policies/text', { id: policyId })}
            />
          ))}
          <ListRow strong icon="shield" title={`${organization.shortName}编发`} note={`${author.name}编写`} />
        </Rows>
      </Card>
    </View>
  );
}

function titleOf({ matches }: BriefingReading, policyId: string): string | undefined {
  return matches.find((match) => match.policyId === policyId)?.policyTitle;
}
