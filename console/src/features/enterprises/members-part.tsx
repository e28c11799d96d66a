import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Enterprise, EnterpriseMember } from '@contract/index';
import { enterpriseRoleText } from '@contract/words';
import { dayOf } from '@/format/dates';
import { request } from '../../api/request';
import { ReasonDialog } from '../../components/reason-dialog';
import { StateView } from '../../components/state-view';
import { useAct } from '../../components/use-act';

const usualReasons = ['已经离职', '不是本企业的人', '企业来函要求解除'];

/** Who acts for an enterprise; its desk ends what the enterprise itself can't. */
export function MembersPart({ enterprise }: { enterprise: Enterprise }) {
  const [leaving, setLeaving] = useState<EnterpriseMember>();
  const key = ['enterprise', enterprise.id, 'memberships'];
  const { isActing, act } = useAct({ stale: [key] });
  const list = useQuery({
    queryKey: key,
    queryFn: () => request('GET /enterprises/:id/memberships', { params: { id: enterprise.id } }),
  });
  const members = list.data ?? [];
  const isLastAdmin =
    leaving?.role === 'admin' && members.filter(({ role }) => role === 'admin').length === 1;
  const end = ({ membershipId }: EnterpriseMember, reason: string) =>
    act(async () => {
      await request('POST /memberships/:id/ending', { params: { id: membershipId }, body: { reason } });
      setLeaving(undefined);
      return '已解除，对方会收到消息';
    });
  return (
    <section className="panel" aria-label="办事人员">
      <div className="panel-head">
        <h2>办事人员</h2>
        <span className="grow" />
        {list.data && <span className="meta">{members.length} 人</span>}
      </div>
      <div className="panel-body">
        <StateView
          query={list}
          isEmpty={members.length === 0}
          empty="还没有人代表这家企业办事。第一位申请的人由本窗口审核。"
          rows={2}
        >
          <ul className="members">
            {members.map((member) => (
              <li key={member.membershipId} className="row">
                <div className="grow">
                  <div>
                    {member.name || '未填姓名'}{' '}
                    <span className="meta">{enterpriseRoleText[member.role]}</span>
                  </div>
                  <div className="meta">
                    {member.maskedPhone ?? '没留手机号'}，{dayOf(member.since)} 起
                  </div>
                </div>
                <Button size="small" type="text" danger onClick={() => setLeaving(member)}>
                  解除
                </Button>
              </li>
            ))}
          </ul>
        </StateView>
      </div>
      <ReasonDialog
        title={`解除${leaving?.name || '对方'}与${enterprise.name}的绑定？`}
        text={
          isLastAdmin
            ? '这是企业唯一的管理员：解除后，下一位申请的人由本窗口审核，通过后成为管理员。对方会看到原因。'
            : '对方不再能看这家企业的诉求和政策，会看到原因。'
        }
        label="解除的原因"
        okText="解除"
        isDanger
        usualReasons={usualReasons}
        isOpen={leaving !== undefined}
        isSaving={isActing}
        onClose={() => setLeaving(undefined)}
        onGive={(reason) => leaving && void end(leaving, reason)}
      />
    </section>
  );
}
