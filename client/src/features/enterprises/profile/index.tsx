import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Attribute, EnterpriseFact, FactOrigin } from '@contract';
import { serverNow } from '@/api/clock';
import { Button } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { isFillable, nameOf } from '@/components/fact-field/fact-value';
import { ListRow, Rows } from '@/components/list-row';
import { Page } from '@/components/page';
import { ProgressRing } from '@/components/progress-ring';
import { Empty, Failure, OfflineBanner, Skeleton } from '@/components/status-view';
import { factSourceText } from '@contract/words';
import { formatMonthDay } from '@/format/dates';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { FactSheet, type Filling } from './fact-sheet';
import { SizeCard } from './size-card';
import { TextSheet, type Wording } from './text-sheet';
import { useProfile } from './use-profile';
import './index.scss';

/** 企业资料: what is known of us, and what more would unlock? */
export default function ProfilePage() {
  const { enterprise, status } = useSession();
  if (!enterprise) {
    return (
      <Page>
        {status === 'starting' ? (
          <Skeleton />
        ) : (
          <Empty
            title={status === 'visitor' ? '登录后看企业资料' : '还没有绑定企业'}
            text="填得越全，能判断的政策越多。"
            action={
              status === 'visitor'
                ? { text: '登录', onTap: () => void openPage('accounts/sign-in') }
                : { text: '去绑定', onTap: () => void openPage('enterprises/bind') }
            }
          />
        )}
      </Page>
    );
  }
  return <ProfileView key={enterprise.enterpriseId} enterpriseId={enterprise.enterpriseId} />;
}

function ProfileView({ enterpriseId }: { enterpriseId: string }) {
  const now = serverNow();
  const { data, error, refresh, declare } = useProfile(enterpriseId);
  const [filling, setFilling] = useState<Filling>();
  const [wording, setWording] = useState<Wording>();
  usePullToRefresh(refresh);
  if (!data) {
    return (
      <Page>
        {error ? <Failure subject="企业资料" error={error} onRetry={() => void refresh()} /> : <Skeleton />}
      </Page>
    );
  }
  const { enterprise, attributes } = data;
  const { percent, missing } = enterprise.completeness;
  const unlocks = missing.reduce((sum, field) => sum + field.unlocks, 0);
  const known = new Map(attributes.map((attribute) => [attribute.attribute, attribute]));
  const isOwn = ({ attribute }: EnterpriseFact) => {
    const found = known.get(attribute);
    return found !== undefined && isFillable(found);
  };
  const own = enterprise.facts.filter(isOwn);
  const registered = enterprise.facts.filter((fact) => !isOwn(fact));
  const edit = (attribute: Attribute | undefined, fact?: EnterpriseFact) =>
    attribute && isFillable(attribute) ? () => setFilling({ attribute, fact }) : undefined;

  return (
    <Page>
      {error && <OfflineBanner text={error.isOffline ? '没有网，先看之前的' : '没刷新成功，先看之前的'} />}
      <Card>
        <View className="profile-top">
          <ProgressRing percent={percent} label="资料完整度" />
          <View className="profile-top__main">
            <View className="q-t17">{enterprise.name}</View>
            <View className="q-meta">
              {missing.length > 0 ? `再填 ${missing.length} 项，能多判断 ${unlocks} 条政策` : '资料都填了'}
            </View>
          </View>
        </View>
      </Card>
      {missing.length > 0 && (
        <>
          <Heading title="还缺" />
          <Card flush>
            <Rows>
              {missing.map(({ attribute, label, unlocks: count }, index) => {
                const found = known.get(attribute);
                const open = edit(found);
                return (
                  <ListRow
                    key={attribute}
                    strong
                    title={found ? nameOf(found) : label}
                    note={count > 0 ? `能多判断 ${count} 条政策` : undefined}
                    end={
                      open ? (
                        <Button kind={index === 0 ? 'primary' : 'soft'} size="small" onTap={open}>
                          去填
                        </Button>
                      ) : (
                        '由部门核验'
                      )
                    }
                  />
                );
              })}
            </Rows>
          </Card>
        </>
      )}
      <View className="q-gap">
        <Heading title="已有的资料">点一下就能改</Heading>
      </View>
      <Card flush>
        <Rows>
          {own.map((fact) => {
            const attribute = known.get(fact.attribute);
            return (
              <ListRow
                key={fact.attribute}
                title={attribute ? nameOf(attribute) : fact.label}
                note={<Origin fact={fact} now={now} />}
                end={<View className="q-ink1">{fact.text}</View>}
                label={`${fact.label}，${fact.text}`}
                onTap={edit(attribute, fact)}
              />
            );
          })}
          <ListRow
            title="主要产品"
            note={enterprise.products ?? '还没填'}
            onTap={() => setWording({ field: 'products', text: enterprise.products ?? '' })}
          />
          <ListRow
            title="地址"
            note={enterprise.address ?? '还没填'}
            onTap={() => setWording({ field: 'address', text: enterprise.address ?? '' })}
          />
        </Rows>
      </Card>
      <SizeCard
        size={enterprise.size}
        basis={enterprise.sizeBasis}
        onFill={(key) => edit(known.get(key))?.()}
      />
      <View className="q-gap">
        <Heading title="登记信息">由部门登记，这里不能改</Heading>
      </View>
      <Card flush>
        <Rows>
          <ListRow title="统一社会信用代码" note={enterprise.creditCode} />
          {registered.map((fact) => (
            <ListRow
              key={fact.attribute}
              title={fact.label}
              note={<Origin fact={fact} now={now} />}
              end={<View className="q-ink1">{fact.text}</View>}
            />
          ))}
        </Rows>
      </Card>
      {filling && (
        <FactSheet
          key={filling.attribute.attribute}
          filling={filling}
          onClose={() => setFilling(undefined)}
          onSave={(attribute, value) => declare({ facts: [{ attribute, value }] })}
        />
      )}
      {wording && (
        <TextSheet
          key={wording.field}
          wording={wording}
          onClose={() => setWording(undefined)}
          onSave={(field, text) => declare(field === 'products' ? { products: text } : { address: text })}
        />
      )}
    </Page>
  );
}

/** Where a value comes from and since when; where another source says something else, that too. */
function Origin({ fact: { origin, other }, now }: { fact: EnterpriseFact; now: Date }) {
  return (
    <>
      {originOf(origin, now)}
      {other && (
        <View className="profile-other">
          {originOf(other.origin, now)}：{other.text}
          {origin.source === 'verified' ? '，待部门核对' : ''}
        </View>
      )}
    </>
  );
}

function originOf({ source, asOf }: FactOrigin, now: Date): string {
  return `${factSourceText[source]}，${formatMonthDay(asOf, now)}`;
}
