import { View } from '@tarojs/components';
import type { Policy } from '@contract';
import { Link } from '@/components/link';
import { Note } from '@/components/note';
import { formatMonthDay } from '@/format/dates';
import { openPage, replacePage } from '@/platform/navigation';

/** What to know of a document that is no longer, or not surely, in force. */
export function Standing({ policy, now }: { policy: Policy; now: Date }) {
  if (policy.status === 'in-force' || policy.status === 'draft') return null;
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
