import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { OrganizationDetail, WindowRow } from '@contract/index';
import { serverNow } from '../../api/clock';
import { request } from '../../api/request';
import { useMe } from '../../api/session';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { RosterDialog } from './roster-dialog';
import { WindowDialog } from './window-dialog';
import { windowStateText } from './words';

/** Windows of a body: are they open, who is on duty, and their hours and rosters to edit. */
export function WindowsPart({ body }: { body: OrganizationDetail }) {
  const { modal } = App.useApp();
  const me = useMe();
  const { act } = useAct({ stale: [['windows', body.id]] });
  const [editing, setEditing] = useState<string | 'new'>();
  const [rostering, setRostering] = useState<WindowRow>();
  const list = useQuery({
    queryKey: ['windows', body.id],
    queryFn: () => request('GET /windows', { query: { organizationId: body.id } }),
    refetchInterval: 60_000,
  });
  const windows = list.data ?? [];
  const above = new Set([body.id, ...body.path.map(({ id }) => id)]);
  const mayEdit =
    !body.isClosed &&
    me.offices.some(
      ({ organization, roles }) =>
        above.has(organization.id) && (roles.includes('desk') || roles.includes('org-admin')),
    );
  const close = ({ id, name }: WindowRow) =>
    modal.confirm({
      title: `关闭${name}？`,
      content: '企业不再看到这个窗口，排好的值班也结束。',
      okText: '关闭窗口',
      okButtonProps: { danger: true },
      onOk: () =>
        act(async () => {
          await request('DELETE /windows/:id', { params: { id } });
          return '窗口已关闭';
        }),
    });
  return (
    <>
      <StateView
        query={list}
        isEmpty={windows.length === 0}
        empty="还没有登记窗口，企业在手机上找不到去哪儿"
        rows={3}
      >
        <ul className="body-list">
          {windows.map((window) => {
            const { tone, text } = windowStateText(window.state, serverNow());
            return (
              <li key={window.id}>
                <div className="row wrap">
                  <b>{window.name}</b>
                  <Tone tone={tone}>{text}</Tone>
                  <span className="grow" />
                  {mayEdit && (
                    <>
                      <Button size="small" onClick={() => setRostering(window)}>
                        排班
                      </Button>
                      <Button size="small" onClick={() => setEditing(window.id)}>
                        修改
                      </Button>
                      <Button size="small" type="text" danger onClick={() => void close(window)}>
                        关闭
                      </Button>
                    </>
                  )}
                </div>
                <p className="meta">
                  {[window.address, window.phone, window.services.join('、')].filter(Boolean).join('，')}
                </p>
                <p className="meta">
                  {window.onDuty.length > 0
                    ? `今天当班：${window.onDuty
                        .map(({ half, name }) => `${half === 'morning' ? '上午' : '下午'}${name}`)
                        .join('，')}`
                    : '今天没有排班'}
                </p>
              </li>
            );
          })}
        </ul>
      </StateView>
      {mayEdit && (
        <p className="panel-body">
          <Button onClick={() => setEditing('new')}>添加窗口</Button>
        </p>
      )}
      {editing && (
        <WindowDialog
          body={body}
          windowId={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {rostering && <RosterDialog window={rostering} onClose={() => setRostering(undefined)} />}
    </>
  );
}
