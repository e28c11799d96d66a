import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import type { CheckIn, Event } from '@contract/index';
import { refusalReasonText } from '@contract/words';
import { formatTime } from '@/format/dates';
import { shortMoment } from '../../format/time';
import { ArrivalChart } from './arrival-chart';
import { arrivalsOf } from './arrivals';

/** How many are inside, and how fast they come. */
export function Arrivals({ event, scans }: { event: Event; scans: CheckIn[] }) {
  const arrivals = arrivalsOf(scans);
  return (
    <section className="panel" aria-label="到场">
      <div className="panel-head">
        <h2>
          到场 <b className="event-admitted">{event.admitted.toLocaleString('zh-CN')}</b>
        </h2>
        <span className="meta">
          {event.seatsTaken > 0
            ? `人，占报名的 ${((event.admitted / event.seatsTaken) * 100).toFixed(1)}%`
            : '还没有人报名'}
        </span>
      </div>
      <div className="panel-body">
        {arrivals ? (
          <>
            <ArrivalChart arrivals={arrivals} />
            <p className="chart-legend meta">
              <span>
                <i className="bar-light" />每 10 分钟到场（左轴）
              </span>
              <span>
                <i className="line" />
                累计（右轴）
              </span>
              {arrivals.isCut && <span>自 {formatTime(arrivals.slots[0]?.from ?? '')} 起</span>}
            </p>
          </>
        ) : (
          <p className="state meta">有人入场后，这里按每 10 分钟画出到场人数。</p>
        )}
      </div>
    </section>
  );
}

/** The latest scans, refusals with their reason and how often each occurred. */
export function Scans({ scans }: { scans: CheckIn[] }) {
  const refused = new Map<string, number>();
  for (const { outcome, reason } of scans) {
    if (outcome === 'admitted') continue;
    const text = reason ? refusalReasonText[reason] : '拒绝';
    refused.set(text, (refused.get(text) ?? 0) + 1);
  }
  return (
    <section className="panel" aria-label="最近扫码">
      <div className="panel-head">
        <h2>最近扫码</h2>
        <span className="meta">{scans.length > 0 && `${scans.length} 次`}</span>
      </div>
      {scans.length === 0 ? (
        <p className="state meta">还没有扫码记录。验票员在小程序里扫入场码。</p>
      ) : (
        <ul className="scans scroll">
          {scans.map((scan, index) => (
            <li key={`${scan.at}-${index}`}>
              <span className={scan.outcome === 'admitted' ? 'green' : 'red'}>
                {scan.outcome === 'admitted' ? <CheckOutlined /> : <CloseOutlined />} {shortMoment(scan.at)}
              </span>
              <span className="cut">
                {scan.attendeeName} {scan.enterpriseName}
                {scan.outcome === 'refused' && (
                  <span className="red"> {scan.reason ? refusalReasonText[scan.reason] : '拒绝'}</span>
                )}
              </span>
              <span className="meta">{scan.gate}</span>
            </li>
          ))}
        </ul>
      )}
      {refused.size > 0 && (
        <div className="panel-foot row wrap small">
          <b>拒绝入场 {[...refused.values()].reduce((sum, count) => sum + count, 0)}</b>
          {[...refused].map(([text, count]) => (
            <span key={text}>
              {text} {count}
            </span>
          ))}
        </div>
      )}
    </section>
  );
}
