import { useQuery } from '@tanstack/react-query';
import { Alert, Form, Input, Modal, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import type { Restructuring } from '@contract/enums';
import type { OrganizationDetail, RestructuringPreview } from '@contract/index';
import { request } from '../../api/request';
import { Facts } from '../../components/facts';
import { StateView } from '../../components/state-view';
import { useAct } from '../../components/use-act';
import { restructuringText, scopedRecordText } from './words';

/** Moves, merges or closes a body, after showing what that changes. */
export function RestructureDialog({
  body,
  kind,
  onClose,
}: {
  body: OrganizationDetail;
  kind: Restructuring;
  onClose: () => void;
}) {
  // Whatever stands on the screen may have moved with the body.
  const { isActing, act } = useAct({ stale: [[]] });
  const [targetId, setTargetId] = useState<string>();
  const [reason, setReason] = useState('');
  const isReady = kind === 'close' || targetId !== undefined;
  const preview = useQuery({
    queryKey: ['restructuring', body.id, kind, targetId],
    queryFn: () =>
      request('GET /organizations/:id/restructuring', {
        params: { id: body.id },
        query: { kind, ...(targetId ? { targetId } : {}) },
      }),
    enabled: isReady,
    staleTime: 0,
  });
  const run = () =>
    act(async () => {
      const params = { id: body.id };
      if (kind === 'move')
        await request('POST /organizations/:id/moves', {
          params,
          body: { parentId: targetId ?? '', reason },
        });
      else if (kind === 'merge')
        await request('POST /organizations/:id/mergers', {
          params,
          body: { intoId: targetId ?? '', reason },
        });
      else await request('POST /organizations/:id/closure', { params, body: { reason } });
      onClose();
      return kind === 'close'
        ? '已撤销'
        : `已${restructuringText[kind]}，名下的记录正在跟过去，进度在“变动”里看`;
    });
  const mayRun = isReady && preview.data && !preview.data.obstacle && reason.trim() !== '';
  return (
    <Modal
      open
      width={560}
      title={`${restructuringText[kind]}${body.name}`}
      okText={restructuringText[kind]}
      okButtonProps={{ disabled: !mayRun, danger: kind !== 'move' }}
      confirmLoading={isActing}
      onOk={() => void run()}
      onCancel={onClose}
    >
      <Form layout="vertical" requiredMark={false}>
        {kind !== 'close' && (
          <Form.Item label={kind === 'move' ? '移到哪个单位下面' : '并入哪个单位'}>
            <OtherBody body={body} kind={kind} value={targetId} onChange={setTargetId} />
          </Form.Item>
        )}
        {isReady && (
          <StateView query={preview} rows={4}>
            {preview.data && <Consequences kind={kind} preview={preview.data} />}
          </StateView>
        )}
        <Form.Item label="依据" style={{ marginTop: 16 }}>
          <Input
            aria-label="依据"
            maxLength={200}
            value={reason}
            placeholder="例如机构改革批文号，会记在变动里"
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What will be different afterwards; nothing is changed by looking. */
function Consequences({ kind, preview }: { kind: Restructuring; preview: RestructuringPreview }) {
  const names = (bodies: RestructuringPreview['gains']) => bodies.map(({ name }) => name).join('、');
  return (
    <>
      {preview.obstacle && (
        <Alert type="warning" showIcon message={preview.obstacle} style={{ marginBottom: 12 }} />
      )}
      <div className="body-preview">
        <Facts
          rows={[
            ['范围', `${preview.bodies} 个单位（含下级）`],
            [
              '人员',
              kind === 'move'
                ? undefined
                : `${preview.officers} 个岗位${kind === 'close' ? '结束' : '转过去'}`,
            ],
            [
              '窗口',
              kind === 'move' ? undefined : `${preview.windows} 个${kind === 'close' ? '关闭' : '转过去'}`,
            ],
            [
              '职责',
              kind === 'move'
                ? undefined
                : `${preview.responsibilities} 项${kind === 'close' ? '退回上级' : '转过去'}`,
            ],
            ['在办', `${preview.openIssues} 件诉求${kind === 'merge' ? '转过去，负责人不变' : ''}`],
            [
              '跟随',
              kind === 'close'
                ? undefined
                : preview.records
                    .map(({ kind: record, count }) => `${scopedRecordText[record]} ${count}`)
                    .join('，') || '没有记录',
            ],
            ['看到', preview.gains.length > 0 ? names(preview.gains) : undefined],
            [
              '看不到',
              preview.loses.length > 0 ? <span className="amber">{names(preview.loses)}</span> : undefined,
            ],
          ]}
        />
      </div>
    </>
  );
}

/** Another body, found by its name; for a merger of the same kind only. */
function OtherBody({
  body,
  kind,
  value,
  onChange,
}: {
  body: OrganizationDetail;
  kind: Restructuring;
  value: string | undefined;
  onChange: (id: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['organizations', 'others', words, kind, body.id],
    queryFn: () =>
      request('GET /organizations', {
        query: words
          ? { q: words, ...(kind === 'merge' ? { kind: body.kind } : {}) }
          : kind === 'merge'
            ? { kind: body.kind, ...(body.parentId ? { parentId: body.parentId } : {}) }
            : { ...(body.path[0] ? { parentId: body.path[0].id } : {}), kind: 'service-office' },
      }),
  });
  return (
    <Select
      aria-label={kind === 'move' ? '新的上级' : '要并入的单位'}
      showSearch
      filterOption={false}
      placeholder="输名称找单位"
      value={value}
      loading={found.isFetching}
      options={(found.data ?? [])
        .filter(({ id }) => id !== body.id)
        .slice(0, 100)
        .map(({ id, name }) => ({ value: id, label: name }))}
      notFoundContent={found.isFetching ? '正在找' : '没有找到'}
      onSearch={setTyped}
      onChange={onChange}
    />
  );
}
