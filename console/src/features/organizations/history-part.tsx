import { useQuery } from '@tanstack/react-query';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { moment } from '../../format/time';
import { changeKindText, detailText } from './words';

/** What became of a body: who, when, from, to, why; and how far its records have followed. */
export function HistoryPart({ id }: { id: string }) {
  const list = useQuery({
    queryKey: ['organization', id, 'history'],
    queryFn: () => request('GET /organizations/:id/history', { params: { id } }),
    // While records are following, their number grows.
    refetchInterval: ({ state }) =>
      state.data?.some(({ propagation }) => propagation && !propagation.isDone) ? 3_000 : false,
  });
  const changes = list.data ?? [];
  return (
    <StateView query={list} isEmpty={changes.length === 0} empty="还没有变动" rows={3}>
      <ul className="body-list">
        {changes.map(({ id: key, kind, at, by, reason, details, propagation }) => (
          <li key={key}>
            <div className="row wrap">
              <b>{changeKindText[kind]}</b>
              <span className="meta">
                {moment(at)} {by}
              </span>
              <span className="grow" />
              {propagation && (
                <Tone tone={propagation.isDone ? 'green' : 'amber'}>
                  {propagation.isDone
                    ? `${propagation.updated} 条记录已跟过去`
                    : `正在跟过去，${propagation.updated} 条`}
                </Tone>
              )}
            </div>
            {details.map((detail) => (
              <p key={detail.field}>{detailText(detail)}</p>
            ))}
            {reason && <p className="meta">依据：{reason}</p>}
          </li>
        ))}
      </ul>
    </StateView>
  );
}
