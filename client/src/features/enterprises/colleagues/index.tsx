import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Colleague } from '@contract';
import { decideMembership, listColleagues } from '@/api/accounts';
import { ApiError } from '@/api/request';
import { Button, Buttons } from '@/components/button';
import { Card } from '@/components/card';
import { Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { Person } from '@/components/person';
import { StatusView } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { enterpriseRoleText } from '@/format/codes';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { confirm, notify } from '@/platform/notify';
import './index.scss';

/** 同事: who acts for our firm, and who wants to? */
export default function Colleagues() {
  const { enterprise } = useSession();
  const list = useResource(async () => (enterprise ? listColleagues() : []), enterprise?.enterpriseId);
  useRefreshOnShow(list.refresh);
  usePullToRefresh(list.refresh);
  const [deciding, setDeciding] = useState<string>();
  const people = list.data ?? [];
  const waiting = people.filter(({ status }) => status === 'pending');
  const active = people.filter(({ status }) => status === 'active');
  const isAdmin = enterprise?.role === 'admin';

  const decide = async (person: Colleague, accept: boolean) => {
    if (!accept) {
      const isSure = await confirm({
        title: `不让${person.name}加入？`,
        text: '本人会收到消息',
        yes: '不同意',
        no: '再想想',
      });
      if (!isSure) return;
    }
    setDeciding(person.membershipId);
    try {
      await decideMembership(person.membershipId, accept);
      notify(accept ? `${person.name}加入了` : '没让加入');
      await list.refresh();
    } catch (error) {
      notify(error instanceof ApiError ? error.message : '没发出去，请再试一次');
    } finally {
      setDeciding(undefined);
    }
  };

  return (
    <Page>
      <StatusView
        status={list.status}
        error={list.error}
        subject="同事"
        isEmpty={people.length === 0}
        empty={{
          title: '还没有绑定企业',
          text: '绑定后能看到谁在代表企业办事。',
          action: { text: '去绑定', onTap: () => void openPage('enterprises/bind') },
        }}
        onRetry={() => void list.refresh()}
      >
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
                  tag={<Tag tone="warn">想加入</Tag>}
                />
                {isAdmin && (
                  <Buttons>
                    <Button
                      kind="outline"
                      size="small"
                      disabled={deciding !== undefined}
                      onTap={() => void decide(person, false)}
                    >
                      不同意
                    </Button>
                    <Button
                      kind={person === waiting[0] ? 'primary' : 'soft'}
                      size="small"
                      loading={deciding === person.membershipId}
                      onTap={() => void decide(person, true)}
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
        <Card flush>
          <Rows>
            {active.map((person) => (
              <View key={person.membershipId} className="colleagues-person">
                <Person
                  size={40}
                  name={person.name}
                  role={person.maskedPhone ?? '没留手机号'}
                  tag={
                    person.role === 'admin' ? <Tag tone="accent">{enterpriseRoleText.admin}</Tag> : undefined
                  }
                />
              </View>
            ))}
          </Rows>
        </Card>
        {!isAdmin && waiting.length > 0 && <Note>加入要由企业管理员同意。</Note>}
        <Note tone="plain" icon="bulb">
          同事自己在小程序里填信用代码申请，管理员在这里点同意。
        </Note>
      </StatusView>
    </Page>
  );
}
