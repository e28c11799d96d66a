import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Colleague } from '@contract';
import { Button, Buttons } from '@/components/button';
import { Card } from '@/components/card';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { Person } from '@/components/person';
import { StatusView } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { enterpriseRoleText } from '@contract/words';
import { useSession } from '@/hooks/use-session';
import { openPage, openTab } from '@/platform/navigation';
import { confirm } from '@/platform/notify';
import { ReasonSheet } from './reason-sheet';
import { useColleagues } from './use-colleagues';

const usualRefusals = ['不是本企业的人', '用了别人的微信', '请让本人申请'];
const usualRemovals = ['已经离职', '换了岗位', '重复绑定'];

/** 同事: who acts for our firm, who wants to, and who takes over? */
export default function Colleagues() {
  const { enterprise } = useSession();
  const colleagues = useColleagues(enterprise?.enterpriseId);
  const [asking, setAsking] = useState<{ about: 'refusal' | 'removal'; person: Colleague }>();
  const people = colleagues.data ?? [];
  const waiting = people.filter(({ status }) => status === 'pending');
  const active = people.filter(({ status }) => status === 'active');
  const isAdmin = enterprise?.role === 'admin';
  const isLastAdmin = isAdmin && active.filter(({ role }) => role === 'admin').length === 1;
  const offered = active.find((person) => person.isOfferedAdministration);

  const ask = (about: 'refusal' | 'removal', person: Colleague) => {
    colleagues.forgetProblem();
    setAsking({ about, person });
  };
  const give = async (reason: string) => {
    if (!asking) return;
    const { about, person } = asking;
    const isDone = await (about === 'refusal'
      ? colleagues.refuse(person, reason)
      : colleagues.remove(person, reason));
    if (isDone) setAsking(undefined);
  };
  const offer = async (person: Colleague) => {
    const isSure = await confirm({
      title: `把管理员交给${person.name}？`,
      text: '对方答应后生效，您变成员工。答应前可以收回。',
      yes: '交给对方',
    });
    if (isSure) await colleagues.offer(person);
  };
  const leave = async () => {
    if (!enterprise) return;
    const isSure = await confirm({
      title: `退出${enterprise.enterpriseName}？`,
      text: '不再能看这家企业的诉求和政策。您提过的诉求由同事接着跟。',
      yes: '退出',
      no: '再想想',
    });
    if (isSure && (await colleagues.leave(enterprise.id))) await openTab('me');
  };

  return (
    <Page>
      <StatusView
        status={colleagues.status}
        error={colleagues.error}
        subject="同事"
        isEmpty={people.length === 0}
        empty={{
          title: '还没有绑定企业',
          text: '绑定后能看到谁在代表企业办事。',
          action: { text: '去绑定', onTap: () => void openPage('enterprises/bind') },
        }}
        onRetry={() => void colleagues.refresh()}
      >
        {enterprise?.handover && (
          <Card tone="warn">
            <View className="q-t17">{enterprise.handover.fromName}请您接任管理员</View>
            <View className="q-body">接任后由您同意同事加入，也由您交给下一位。</View>
            <Buttons>
              <Button
                kind="outline"
                size="small"
                disabled={colleagues.changing !== undefined}
                onTap={() => void colleagues.answer(enterprise.id, false)}
              >
                不接
              </Button>
              <Button
                size="small"
                loading={colleagues.changing === enterprise.id}
                onTap={() => void colleagues.answer(enterprise.id, true)}
              >
                接任
              </Button>
            </Buttons>
          </Card>
        )}
        {colleagues.problem && !asking && (
          <Note tone="bad" icon="warning">
            {colleagues.problem}
          </Note>
        )}
        {waiting.length > 0 && (
          <>
            <View className="q-t17" role="heading">
              {waiting.length} 人等您同意
            </View>
            {waiting.map((person) => (
              <Card key={person.membershipId}>
                <Person
                  name={person.name}
                  role={person.maskedPhone ?? '没留手机号'}
                  tag={<Tag tone="warn">{person.role === 'admin' ? '想当管理员' : '想加入'}</Tag>}
                />
                {person.role === 'admin' ? (
                  <View className="q-meta">管理员的申请由企业服务办审核</View>
                ) : (
                  <Buttons>
                    <Button
                      kind="outline"
                      size="small"
                      disabled={colleagues.changing !== undefined}
                      onTap={() => ask('refusal', person)}
                    >
                      不同意
                    </Button>
                    <Button
                      kind={person === waiting[0] ? 'primary' : 'soft'}
                      size="small"
                      loading={colleagues.changing === person.membershipId}
                      onTap={() => void colleagues.accept(person)}
                    >
                      同意加入
                    </Button>
                  </Buttons>
                )}
              </Card>
            ))}
          </>
        )}
        <View className={`q-t17 ${waiting.length > 0 ? 'q-gap' : ''}`} role="heading">
          {active.length} 人在用
        </View>
        {active.map((person) => (
          <Card key={person.membershipId}>
            <Person
              size={40}
              name={person.isMe ? `${person.name}（您）` : person.name}
              role={person.maskedPhone ?? '没留手机号'}
              tag={<RoleTag person={person} />}
            />
            {isAdmin && !person.isMe && person.role !== 'admin' && (
              <Buttons>
                {person.isOfferedAdministration ? (
                  <Button
                    kind="outline"
                    size="small"
                    loading={colleagues.changing === person.membershipId}
                    onTap={() => void colleagues.takeBack(person)}
                  >
                    收回交接
                  </Button>
                ) : (
                  <Button
                    kind="soft"
                    size="small"
                    disabled={offered !== undefined || colleagues.changing !== undefined}
                    onTap={() => void offer(person)}
                  >
                    交管理员
                  </Button>
                )}
                <Button
                  kind="outline"
                  size="small"
                  disabled={colleagues.changing !== undefined}
                  onTap={() => ask('removal', person)}
                >
                  移出企业
                </Button>
              </Buttons>
            )}
          </Card>
        ))}
        <Note tone="plain" icon="bulb">
          同事自己在小程序里填信用代码申请，管理员在这里点同意。
        </Note>
        {isLastAdmin ? (
          <Note>您是唯一的管理员，要退出先交给一位同事；没有同事可交，请当地企业服务办办理。</Note>
        ) : (
          <Button
            kind="quiet"
            block
            icon="leave"
            loading={colleagues.changing === enterprise?.id}
            onTap={() => void leave()}
          >
            退出这家企业
          </Button>
        )}
      </StatusView>
      {asking && (
        <ReasonSheet
          title={
            asking.about === 'refusal'
              ? `不让${asking.person.name}加入？`
              : `把${asking.person.name}移出企业？`
          }
          verb={asking.about === 'refusal' ? '不同意' : '移出'}
          usual={asking.about === 'refusal' ? usualRefusals : usualRemovals}
          isBusy={colleagues.changing !== undefined}
          problem={colleagues.problem}
          onClose={() => setAsking(undefined)}
          onGive={(reason) => void give(reason)}
        />
      )}
    </Page>
  );
}

function RoleTag({ person }: { person: Colleague }) {
  if (person.isOfferedAdministration) return <Tag tone="warn">等对方接任</Tag>;
  return person.role === 'admin' ? <Tag tone="accent">{enterpriseRoleText.admin}</Tag> : null;
}
