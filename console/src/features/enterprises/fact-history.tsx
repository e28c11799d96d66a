import { useQuery } from '@tanstack/react-query';
import { factSourceText } from '@contract/words';
import { request } from '../../api/request';
import { FileList } from '../../components/file-list';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { moment } from '../../format/time';
import { sourceTone } from './fact-table';

/** What was said of one attribute, by whom and on what basis, latest first. */
export function FactHistory({ enterpriseId, attribute }: { enterpriseId: string; attribute: string }) {
  const query = useQuery({
    queryKey: ['enterprise', enterpriseId, 'history', attribute],
    queryFn: () =>
      request('GET /enterprises/:id/facts/:attribute/history', {
        params: { id: enterpriseId, attribute },
      }),
  });
  return (
    <StateView
      query={query}
      isEmpty={query.data?.items.length === 0}
      empty="由登记信息和其他数据得出，没有单独的历史"
      rows={3}
    >
      <ol className="fact-history">
        {query.data?.items.map((item) => (
          <li key={`${item.at}${item.text}`} className={item.isStanding ? 'is-standing' : ''}>
            <span className="row">
              <b className="grow">{item.text}</b>
              <Tone tone={sourceTone[item.origin.source]}>{factSourceText[item.origin.source]}</Tone>
            </span>
            <span className="meta">
              数据日期 {item.origin.asOf}，{moment(item.at)} 记入{item.by ? `，${item.by}` : ''}
            </span>
            {item.basis && <span>依据：{item.basis}</span>}
            <FileList files={item.files} />
            {item.isStanding && <span className="green small">现在采用</span>}
          </li>
        ))}
      </ol>
    </StateView>
  );
}
