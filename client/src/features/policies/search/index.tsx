import { View } from '@tarojs/components';
import { useReachBottom, useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { serverNow } from '@/api/clock';
import { Chips } from '@/components/chips';
import { Heading } from '@/components/card';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { PolicyCard } from '@/components/policy-card';
import { SearchBox } from '@/components/search-box';
import { EndOfList, StatusView } from '@/components/status-view';
import { Tap } from '@/components/tap';
import { TopBar } from '@/components/top-bar';
import { useSession } from '@/hooks/use-session';
import { openPage, openTab } from '@/platform/navigation';
import { markWords, namesDocument, otherWords, queryWords, wordsOf } from './found-words';
import { useFound, useRecentSearches, useVerdicts, type SearchFilter } from './use-search';
import './index.scss';

const popular = ['技术改造', '稳岗返还', '贷款贴息', '专精特新', '数字化', '首次升规'];

/** 搜政策: where is that document? */
export default function PolicySearch() {
  const { q = '' } = useRouter().params;
  const [typed, setTyped] = useState(() => queryWords(q));
  const [words, setWords] = useState(() => queryWords(q));
  const { recent, add, clear } = useRecentSearches();

  const search = (text: string) => {
    const asked = text.trim();
    setTyped(asked);
    setWords(asked);
    if (asked) add(asked);
  };

  return (
    <Page
      head={
        <TopBar back>
          <SearchBox
            placeholder="搜政策、文号、补助"
            value={typed}
            focus={words === ''}
            onChange={(text) => {
              setTyped(text);
              if (text === '') setWords('');
            }}
            onSearch={search}
          />
        </TopBar>
      }
    >
      {words === '' ? (
        <>
          {recent.length > 0 && (
            <>
              <Heading title="最近搜过">
                <Tap className="search-clear" onTap={clear}>
                  清空
                </Tap>
              </Heading>
              <Words words={recent} onChoose={search} />
            </>
          )}
          <Heading title="大家在搜" />
          <Words words={popular} onChoose={search} />
        </>
      ) : (
        <Results key={words} words={words} onSearch={search} />
      )}
    </Page>
  );
}

function Words({ words, onChoose }: { words: readonly string[]; onChoose: (words: string) => void }) {
  return (
    <View className="q-chips q-chips--wrap">
      {words.map((word) => (
        <Tap key={word} className="q-chip" onTap={() => onChoose(word)}>
          {word}
        </Tap>
      ))}
    </View>
  );
}

type Chosen = SearchFilter | 'all';

function Results({ words, onSearch }: { words: string; onSearch: (words: string) => void }) {
  const now = serverNow();
  const { enterprise } = useSession();
  const [filter, setFilter] = useState<Chosen>('all');
  const [isExact, setExact] = useState(false);
  const { list, alsoSearched } = useFound(words, filter === 'all' ? undefined : filter, isExact);
  const verdicts = useVerdicts(enterprise?.enterpriseId);
  useReachBottom(() => void list.loadMore());

  const typed = wordsOf(words);
  const pieces = [...typed, ...alsoSearched];
  const shown = list.items.filter(({ id }) => filter !== 'fits' || verdicts.get(id)?.verdict === 'met');
  const named = shown.filter(({ docNo }) => namesDocument(docNo, typed)).length;
  const isFiltered = filter === 'fits';
  const total = isFiltered ? shown.length : (list.total ?? shown.length);
  const chips: { value: Chosen; label: string }[] = [
    { value: 'all', label: '全部' },
    { value: 'open', label: '还能报' },
    ...(enterprise ? [{ value: 'fits' as const, label: '我符合' }] : []),
    { value: 'state', label: '国家' },
    { value: 'province', label: '省级' },
    { value: 'city', label: '市级' },
    { value: 'county', label: '县级' },
  ];

  return (
    <>
      <Chips items={chips} value={filter} onChange={setFilter} label="范围" />
      {shown.length > 0 && (
        <View className="q-t17" role="heading">
          {isFiltered ? '您符合的有' : '搜到'} <View className="search-inline q-accent">{total}</View> 条
          {named > 0 ? `，文号对上 ${named} 条` : ''}
        </View>
      )}
      {alsoSearched.length > 0 && list.status === 'ready' && (
        <Note icon="search">
          也找了：{alsoSearched.join('、')}
          <Tap className="search-switch" onTap={() => setExact(true)}>
            只找“{words}”
          </Tap>
        </Note>
      )}
      {isExact && (
        <Note icon="search">
          只找写着“{words}”的
          <Tap className="search-switch" onTap={() => setExact(false)}>
            意思相近的也找
          </Tap>
        </Note>
      )}
      <StatusView
        status={list.status}
        error={list.error}
        subject="搜索结果"
        isEmpty={shown.length === 0}
        empty={
          filter === 'all'
            ? {
                title: `没有写到“${words}”的政策`,
                text: '请人帮您找，1 个工作日内告诉您。',
                action: { text: '请人帮我找', onTap: () => void openPage('issues/new', { about: words }) },
              }
            : {
                title: '这个范围里没有',
                text: `别的范围里也许有“${words}”。`,
                action: { text: '看全部范围', onTap: () => setFilter('all') },
              }
        }
        onRetry={() => void list.refresh()}
        isComplete={list.isComplete}
        end={<EndOfList text={`${total} 条都看完了`} />}
      >
        {shown.map((policy) => (
          <PolicyCard
            key={policy.id}
            policy={policy}
            now={now}
            title={markWords(policy.title, pieces)}
            docNo={namesDocument(policy.docNo, typed) ? markWords(policy.docNo ?? '', typed) : undefined}
            verdict={verdicts.get(policy.id)}
            onOpen={() => void openPage('policies/detail', { id: policy.id })}
          />
        ))}
      </StatusView>
      {list.status === 'ready' && shown.length === 0 && filter === 'all' && (
        <>
          {otherWords(words).length > 0 && (
            <>
              <Heading title="换个说法试试" />
              <Words words={otherWords(words)} onChoose={onSearch} />
            </>
          )}
          <Heading title="或者随便看看" />
          <View className="q-chips q-chips--wrap">
            <Tap className="q-chip" onTap={() => void openTab('policies')}>
              看与我有关的政策
            </Tap>
          </View>
        </>
      )}
    </>
  );
}
