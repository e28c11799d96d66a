import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import type { Introduction } from '@contract';
import { serverNow } from '@/api/clock';
import { decideIntroduction, getIntroduction } from '@/api/matchmaking';
import { Card, CardLine, Heading } from '@/components/card';
import { ListRow, Rows } from '@/components/list-row';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { Avatar } from '@/components/person';
import { Failure, Skeleton } from '@/components/status-view';
import { Steps } from '@/components/steps';
import { Tag } from '@/components/tag';
import { Tap } from '@/components/tap';
import { Icon } from '@/components/icon';
import { Timeline } from '@/components/timeline';
import { introductionStages, introductionState, listingKind, listingTitle } from '@/format/listings';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { callPhone } from '@/platform/phone';
import { DecideBar } from './components/decide-bar';
import { contactNote, introductionHistory, spacedPhone } from './view-model';
import './index.scss';

/** 对接详情: how far are we, and how do I reach them? */
export default function IntroductionDetail() {
  const { id = '' } = useRouter().params;
  const { enterprise } = useSession();
  const { data, error, refresh, replace } = useResource<Introduction>(
    () => getIntroduction(id),
    `${id}:${enterprise?.enterpriseId ?? ''}`,
  );
  usePullToRefresh(refresh);
  useRefreshOnShow(refresh);

  if (!data) {
    return (
      <Page>
        {error ? (
          <Failure subject="这次对接" error={error} onRetry={() => void refresh()} />
        ) : (
          <Skeleton cards={2} />
        )}
      </Page>
    );
  }
  const mustDecide = data.status === 'interested' && data.side === 'owner';
  const decide = async (accept: boolean) => replace(await decideIntroduction(id, accept));
  return (
    <Page
      head={<Head introduction={data} />}
      footer={mustDecide && <DecideBar decide={decide} refresh={refresh} otherName={data.otherName} />}
    >
      <Body introduction={data} />
    </Page>
  );
}

function Head({ introduction }: { introduction: Introduction }) {
  const { listing, otherName, status } = introduction;
  const { word, tone } = introductionState(introduction);
  return (
    <View className="introduction-head">
      {status === 'accepted' ? (
        <View className="introduction-both">
          <View className="introduction-both__sign">
            <Icon name="check" size={16} />
          </View>
          {word}
        </View>
      ) : (
        <Tag tone={tone}>{word}</Tag>
      )}
      <View className="q-title introduction-head__name" role="heading">
        {otherName}
      </View>
      <View className="q-meta introduction-head__listing">{listingTitle(listing)}</View>
      {status !== 'declined' && (
        <View className="introduction-head__steps">
          <Steps {...introductionStages(introduction)} />
        </View>
      )}
    </View>
  );
}

function Body({ introduction }: { introduction: Introduction }) {
  const now = serverNow();
  const { contact, listing, side, status } = introduction;
  return (
    <>
      {contact && (
        <Contact introduction={introduction} contact={contact} note={contactNote(introduction, now)} />
      )}
      {!contact && status === 'interested' && (
        <Note icon="lock">
          {side === 'owner'
            ? '您同意了，双方才看得到联系人和电话。'
            : '对方同意了，才看得到联系人和电话，会在“消息”里告诉您。'}
        </Note>
      )}
      {status === 'declined' && <Note tone="plain">这次没谈成，电话没有互换，可以看看别的。</Note>}
      <Card>
        <Heading title="经过" />
        <View className="introduction-history">
          <Timeline items={introductionHistory(introduction, now)} />
        </View>
      </Card>
      <Card flush>
        <Rows>
          <ListRow
            strong
            icon="box"
            title={listing.title}
            note={`${side === 'owner' ? '您发的' : '对方发的'}${listingKind(listing)}`}
            onTap={() => void openPage('matchmaking/listing', { id: listing.id })}
          />
          {status === 'accepted' && (
            <ListRow
              strong
              icon="chat"
              title="谈不拢，请人帮忙"
              note="提一个诉求，有人接着办"
              onTap={() => void openPage('issues/new')}
            />
          )}
        </Rows>
      </Card>
    </>
  );
}

interface ContactProps {
  introduction: Introduction;
  contact: NonNullable<Introduction['contact']>;
  note: string;
}

/** Whom to call, once both sides agree. */
function Contact({ introduction, contact, note }: ContactProps) {
  const { name, phone, enterprise } = contact;
  return (
    <Card>
      <View className="introduction-contact">
        <Avatar name={name} size={56} />
        <View className="introduction-contact__main">
          <View className="q-t17">{name}</View>
          <View className="q-meta">
            {enterprise.name === introduction.otherName ? `在${enterprise.regionName}` : enterprise.name}
          </View>
          <View className="introduction-contact__phone">{phone ? spacedPhone(phone) : '没留电话'}</View>
        </View>
        {phone && (
          <Tap
            className="q-round introduction-contact__call"
            label={`打电话给${name}`}
            onTap={() => callPhone(phone)}
          >
            <Icon name="phone" />
          </Tap>
        )}
      </View>
      <CardLine>
        <View className="q-meta">{note}</View>
      </CardLine>
    </Card>
  );
}
