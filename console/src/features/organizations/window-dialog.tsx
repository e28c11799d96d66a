import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import type { HoursException, OrganizationDetail, ServiceWindow, WeekdayHours } from '@contract/index';
import { request } from '../../api/request';
import { FormDialog } from '../../components/form-dialog';
import { TextItem } from '../../components/text-item';
import { StateView } from '../../components/state-view';
import { useAct } from '../../components/use-act';
import { ExceptionsEditor, WeekEditor } from './hours-editor';

interface Fields {
  name: string;
  address: string;
  phone?: string;
  latitude?: number | null;
  longitude?: number | null;
  services: string[];
}

const usual: WeekdayHours[] = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  periods: [
    { from: '09:00', to: '12:00' },
    { from: '13:30', to: '17:30' },
  ],
}));

/** Adds a window to a body, or changes one: where it is, what is done there, when it is open. */
export function WindowDialog({
  body,
  windowId,
  onClose,
}: {
  body: OrganizationDetail;
  windowId: string | undefined;
  onClose: () => void;
}) {
  const query = useQuery({
    queryKey: ['window', windowId],
    queryFn: () => request('GET /windows/:id', { params: { id: windowId ?? '' } }),
    enabled: windowId !== undefined,
    // Filled in once: what the cache still holds may be what stood before the last change.
    staleTime: 0,
  });
  if (windowId === undefined || (query.data && query.isFetchedAfterMount))
    return <WindowForm body={body} window={query.data} onClose={onClose} />;
  return (
    <Modal open title="窗口" footer={null} onCancel={onClose}>
      <StateView query={{ ...query, isPending: !query.isFetchedAfterMount }}>{null}</StateView>
    </Modal>
  );
}

function WindowForm({
  body,
  window,
  onClose,
}: {
  body: OrganizationDetail;
  window: ServiceWindow | undefined;
  onClose: () => void;
}) {
  const { isActing, act } = useAct({
    stale: [
      ['windows', body.id],
      ['window', window?.id],
    ],
  });
  const [weekly, setWeekly] = useState<WeekdayHours[]>(window?.weekly ?? usual);
  const [exceptions, setExceptions] = useState<HoursException[]>(window?.exceptions ?? []);
  const save = ({ phone, latitude, longitude, ...facts }: Fields) => {
    const input = {
      ...facts,
      // Without a phone of its own a window answers at its body's.
      ...(phone?.trim() && phone.trim() !== body.phone ? { phone: phone.trim() } : {}),
      ...(latitude == null ? {} : { latitude }),
      ...(longitude == null ? {} : { longitude }),
      weekly: weekly.filter(({ periods }) => periods.length > 0),
      exceptions,
    };
    return act(async () => {
      if (window) await request('PUT /windows/:id', { params: { id: window.id }, body: input });
      else await request('POST /windows', { body: { organizationId: body.id, ...input } });
      onClose();
      return window ? '窗口已改好' : '窗口已添加';
    });
  };
  return (
    <FormDialog<Fields>
      width={680}
      title={window ? `修改${window.name}` : `给${body.name}添加窗口`}
      isSaving={isActing}
      initialValues={
        window ?? {
          name: `${body.regionName}企业服务窗口`,
          address: body.address,
          services: ['诉求受理', '政策咨询'],
        }
      }
      onFinish={(fields) => void save(fields)}
      onClose={onClose}
    >
      <TextItem label="名称" name="name" maxLength={60} />
      <TextItem label="地址" name="address" maxLength={120} />
      <div className="row wrap">
        <Form.Item label="电话" name="phone">
          <Input maxLength={30} placeholder={body.phone} />
        </Form.Item>
        <Form.Item label="纬度" name="latitude">
          <InputNumber min={31} max={37} step={0.0001} />
        </Form.Item>
        <Form.Item label="经度" name="longitude">
          <InputNumber min={110} max={117} step={0.0001} />
        </Form.Item>
      </div>
      <Form.Item label="能办什么" name="services">
        <Select mode="tags" maxCount={12} open={false} suffixIcon={null} placeholder="输入后按回车" />
      </Form.Item>
      <h3 className="body-h3">每周开放时间</h3>
      <WeekEditor value={weekly} onChange={setWeekly} />
      <p className="meta">国家法定节假日自动不开，调休上班的周末按工作日开。</p>
      <h3 className="body-h3">特别的日子</h3>
      <ExceptionsEditor value={exceptions} onChange={setExceptions} />
    </FormDialog>
  );
}
