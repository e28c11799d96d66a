import { PictureOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Body, MembershipRequest } from '@contract/index';
import { enterpriseRoleText } from '@contract/words';
import { formatPast } from '@/format/dates';
import { serverNow } from '../../api/clock';
import { request } from '../../api/request';
import { Facts } from '../../components/facts';
import { useOpenFile } from '../../components/file-list';
import { Kbd, KeyBar, useKeys, type KeyBinding } from '../../components/keys';
import { ReasonDialog } from '../../components/reason-dialog';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { moment } from '../../format/time';

/** Requests to act for an enterprise: does this person belong to it? First come, first answered. */
export function MembershipRequestsPage() {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const list = useQuery({
    queryKey: ['memberships', 'requests'],
    queryFn: () => request('GET /memberships/requests'),
    refetchInterval: 60_000,
  });
  const rows = list.data ?? [];
  const at = Math.max(
    0,
    rows.findIndex(({ membershipId }) => membershipId === selectedId),
  );
  const selected = rows[at];
  const step = (by: number) =>
    setSelectedId(rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.membershipId ?? null);
  const keys: KeyBinding[] = [
    { key: 'j', hint: '上下', run: rows.length > 1 ? () => step(1) : undefined },
    { key: 'k', hint: '上下', run: rows.length > 1 ? () => step(-1) : undefined },
  ];
  useKeys(keys);
  return (
    <>
      <div className="page-head">
        <h1>待审绑定</h1>
        {rows.length > 0 && <span className="meta">{rows.length} 份，先来先审</span>}
      </div>
      <StateView
        query={list}
        isEmpty={rows.length === 0}
        empty="没有等您审的绑定申请。企业第一位管理员的申请由所在地服务窗口审核，来了会在这里。"
      >
        <div className="page-columns" style={{ gridTemplateColumns: '360px minmax(0, 1fr)' }}>
          <section className="panel" aria-label="待审">
            <div className="panel-head">
              <h2>待审</h2>
              <span className="grow" />
              <span className="meta">{rows.length}</span>
            </div>
            <ul className="scroll">
              {rows.map((row) => (
                <li key={row.membershipId}>
                  <button
                    type="button"
                    className="choice"
                    aria-pressed={row.membershipId === selected?.membershipId}
                    onClick={() => setSelectedId(row.membershipId)}
                  >
                    <span className="row">
                      <span className="strong cut grow">{row.enterprise.name}</span>
                      <Tone tone={row.licenceFileId ? 'green' : 'amber'}>
                        {row.licenceFileId ? '有执照' : '无执照'}
                      </Tone>
                    </span>
                    <span className="row meta">
                      <span className="grow">
                        {row.name || '未填姓名'}，{enterpriseRoleText[row.role]}
                      </span>
                      {formatPast(row.requestedAt, serverNow())}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
          {selected && <Request key={selected.membershipId} asked={selected} />}
        </div>
      </StateView>
      <KeyBar
        bindings={[
          ...keys,
          ...(selected
            ? [
                { key: 'p', hint: '通过', run: () => undefined },
                { key: 'b', hint: '不通过', run: () => undefined },
              ]
            : []),
        ]}
      />
    </>
  );
}

function Request({ asked }: { asked: MembershipRequest }) {
  const { modal } = App.useApp();
  const { isActing, act } = useAct({ stale: [['memberships']] });
  const openFile = useOpenFile();
  const { licenceFileId } = asked;
  const [isRefusing, setIsRefusing] = useState(false);
  const decide = (body: Body<'POST /memberships/:id/decision'>) =>
    act(async () => {
      await request('POST /memberships/:id/decision', { params: { id: asked.membershipId }, body });
      setIsRefusing(false);
      return body.accept ? '已通过，对方会收到消息' : '未通过，对方会收到消息';
    });
  const refuse = () => setIsRefusing(true);
  // A stray letter must not let anybody into a firm's records: the key asks first.
  const askToAccept = () =>
    modal.confirm({
      title: `让${asked.name || '对方'}代表${asked.enterprise.name}？`,
      okText: '通过',
      onOk: () => decide({ accept: true }),
    });
  useKeys([
    { key: 'p', hint: '通过', run: askToAccept },
    { key: 'b', hint: '不通过', run: refuse },
    {
      key: 'l',
      hint: '看执照照片',
      run: licenceFileId ? () => void openFile(licenceFileId) : undefined,
    },
  ]);
  return (
    <section className="panel" aria-label="申请内容">
      <div className="panel-head">
        <h2 className="cut">{asked.enterprise.name}</h2>
      </div>
      <div className="panel-body stack scroll">
        <Facts
          rows={[
            ['申请人', `${asked.name || '未填姓名'} ${asked.maskedPhone ?? ''}`],
            ['身份', enterpriseRoleText[asked.role]],
            ['代码', <span className="mono">{asked.creditCode}</span>],
            ['地区', asked.enterprise.regionName],
            ['申请', moment(asked.requestedAt)],
            [
              '执照',
              licenceFileId ? (
                <Button
                  type="link"
                  size="small"
                  icon={<PictureOutlined />}
                  onClick={() => void openFile(licenceFileId)}
                >
                  看执照照片
                </Button>
              ) : (
                <span className="amber">没有上传，可打企业登记电话核实</span>
              ),
            ],
          ]}
        />
        <ul className="checks">
          <li>核对执照上的名称、代码和上面一致</li>
          <li>
            {asked.role === 'admin' ? '通过后是企业管理员，能审批本企业其他人' : '通过后能代表企业办事'}
          </li>
        </ul>
      </div>
      <div className="panel-foot row">
        <Button type="primary" loading={isActing} onClick={() => void decide({ accept: true })}>
          通过<Kbd>P</Kbd>
        </Button>
        <Button danger loading={isActing} onClick={refuse}>
          不通过<Kbd>B</Kbd>
        </Button>
      </div>
      <ReasonDialog
        title={`不通过${asked.name || '对方'}的申请？`}
        text="对方会看到原因，可以补齐材料再申请。"
        label="不通过的原因"
        okText="不通过"
        isDanger
        usualReasons={usualReasons}
        isOpen={isRefusing}
        isSaving={isActing}
        onClose={() => setIsRefusing(false)}
        onGive={(reason) => void decide({ accept: false, reason })}
      />
    </section>
  );
}

const usualReasons = ['执照照片看不清，请重拍', '执照上的名称或代码与申请的不一致', '没有上传营业执照'];
