import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { ResponsibilityCell } from '@contract/index';
import { issueFieldText } from '@contract/words';
import { request } from '../../api/request';
import { useMe } from '../../api/session';
import { StateView } from '../../components/state-view';
import { useAct } from '../../components/use-act';
import { moment } from '../../format/time';

/** Who answers for a field of a region, since when, and another one in their place. */
export function CellDialog({ cell, onClose }: { cell: ResponsibilityCell; onClose: () => void }) {
  const me = useMe();
  const { isActing, act } = useAct({ stale: [['responsibilities']] });
  const { field, regionCode } = cell;
  const [organizationId, setOrganizationId] = useState<string>();
  const [reason, setReason] = useState('');
  const mayEdit = me.offices.some(({ roles }) => roles.includes('org-admin'));
  const bodies = useQuery({
    queryKey: ['organizations', 'of-region', regionCode],
    queryFn: async () => {
      const within = await request('GET /organizations', { query: { regionCode } });
      return within.filter((body) => body.regionCode === regionCode);
    },
    enabled: mayEdit,
  });
  const history = useQuery({
    queryKey: ['responsibilities', regionCode, field, 'history'],
    queryFn: () => request('GET /responsibilities/history', { query: { regionCode, field } }),
  });
  const change = (work: () => Promise<unknown>, said: string) =>
    act(async () => {
      await work();
      onClose();
      return said;
    });
  const why = reason.trim() ? { reason: reason.trim() } : {};
  const changes = history.data ?? [];
  return (
    <Modal
      open
      title={`${issueFieldText[field]}，${cell.organization?.name ?? '没人负责'}`}
      onCancel={onClose}
      footer={
        mayEdit && [
          cell.organization && !cell.isInherited && (
            <Button
              key="clear"
              danger
              loading={isActing}
              onClick={() =>
                void change(
                  () => request('DELETE /responsibilities', { query: { field, regionCode, ...why } }),
                  '已交回上级',
                )
              }
            >
              交回上级
            </Button>
          ),
          <Button
            key="set"
            type="primary"
            loading={isActing}
            disabled={!organizationId}
            onClick={() =>
              void change(
                () =>
                  request('PUT /responsibilities', {
                    body: { field, organizationId: organizationId ?? '', ...why },
                  }),
                '已指定',
              )
            }
          >
            指定
          </Button>,
        ]
      }
    >
      {cell.isInherited && <p className="meta">本级没有指定，由上一级的单位答复。</p>}
      {mayEdit && (
        <div className="cell-form">
          <Select
            aria-label="负责的单位"
            showSearch
            optionFilterProp="label"
            placeholder="换成哪个单位"
            loading={bodies.isFetching}
            value={organizationId}
            onChange={setOrganizationId}
            options={(bodies.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            notFoundContent="这个区划下没有单位"
          />
          <Input
            aria-label="依据"
            placeholder="依据或说明"
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      )}
      <h3 className="body-h3">变动</h3>
      <StateView query={history} isEmpty={changes.length === 0} empty="还没有变动" rows={2}>
        <ul className="body-list">
          {changes.map(({ id, at, by, from, to, reason: why }) => (
            <li key={id}>
              {from ?? '没人'} → {to ?? '交回上级'}
              <p className="meta">
                {moment(at)} {by} {why}
              </p>
            </li>
          ))}
        </ul>
      </StateView>
    </Modal>
  );
}
