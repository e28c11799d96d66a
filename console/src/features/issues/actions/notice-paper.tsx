import type { Issue } from '@contract/index';
import { formatMonthDay, dayOf } from '@/format/dates';
import { serverNow } from '../../../api/clock';
import { moment } from '../../../format/time';

/** The dispatch notice as it will go out; its number is taken when it does. */
export function NoticePaper({
  issue,
  bodyName,
  note,
}: {
  issue: Issue;
  bodyName: string | undefined;
  note: string;
}) {
  const now = serverNow();
  return (
    <figure className="paper" aria-label="转办通知单预览">
      <figcaption className="tone tone-grey">预览，未发出</figcaption>
      <h3>企业问题转办通知单</h3>
      <div className="paper-number">
        <span>文号发出时取</span>
        <span>
          {dayOf(now).slice(0, 4)}年{formatMonthDay(dayOf(now), now)}
        </span>
      </div>
      <dl>
        <dt>主办</dt>
        <dd>{bodyName ?? <span className="meta">还没有选单位</span>}</dd>
        <dt>企业</dt>
        <dd>{issue.enterprise.name}</dd>
        <dt>事由</dt>
        <dd>{issue.title}</dd>
        <dt>要求</dt>
        <dd className="pre">{note || '核实情况，按时答复企业。'}</dd>
        <dt>时限</dt>
        <dd>{moment(issue.answerDueAt)} 前答复</dd>
      </dl>
      <div className="paper-receipt">
        <span>签收单位</span>
        <i />
        <span>签收人</span>
        <i />
        <span>时间</span>
        <i />
      </div>
    </figure>
  );
}
