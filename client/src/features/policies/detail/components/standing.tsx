import { View } from '@tarojs/components';
import type { Policy } from '@contract';
import { Link } from '@/components/link';
import { Note } from '@/components/note';
import { dayOf, formatMonthDay } from '@/format/dates';
import { openPage, replacePage } from '@/platform/navigation';

/** What to know of a document that was corrected, or is no longer, not yet or not surely in force. */
export function Standing({ policy, now }: { policy: Policy; now: Date }) {
  const { correctedAt, correctionNote } = policy;
  return (
    <>
      <Validity policy={policy} now={now} />
      {correctedAt && (
        <Note icon="info">
          {formatMonthDay(dayOf(correctedAt), now)}更正
          {correctionNote ? `：${correctionNote}` : '过内容，以现在的为准。'}
        </Note>
      )}
    </>
  );
}

function Validity({ policy, now }: { policy: Policy; now: Date }) {
  if (policy.status === 'in-force' || policy.status === 'draft') return null;
  if (policy.status === 'upcoming') {
    return (
      <Note icon="info">
        {policy.effectiveOn ? `${formatMonthDay(policy.effectiveOn, now)}起施行` : '还没有施行'}，可以先准备。
      </Note>
    );
  }
  if (policy.status === 'withdrawn') {
    return (
      <Note tone="bad" icon="warning">
        发文单位{policy.withdrawnAt ? `${formatMonthDay(dayOf(policy.withdrawnAt), now)}` : ''}撤回了这件政策
        {policy.withdrawalReason ? `：${policy.withdrawalReason}` : ''}。不能再按它申报。
      </Note>
    );
  }
  const since = policy.validUntil ? `，有效到 ${formatMonthDay(policy.validUntil, now)}` : '';
  const { supersededById } = policy;
  if (policy.status === 'unverified') {
    return (
      <Note tone="warn" icon="warning">
        这份文件还没核实是否有效，申报前请先问发文部门。
        <View>
          <Link onTap={() => void openPage('issues/new', { policyId: policy.id })}>去问</Link>
        </View>
      </Note>
    );
  }
  const words = { expired: '已到期', repealed: '已废止', superseded: '已被新文件替代' }[policy.status];
  return (
    <Note tone="warn" icon="warning">
      这份文件{words}
      {since}，现在不能按它申报。
      {supersededById && (
        <View>
          <Link onTap={() => void replacePage('policies/detail', { id: supersededById })}>看新文件</Link>
        </View>
      )}
    </Note>
  );
}
