import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  App,
  Button,
  DatePicker,
  Drawer,
  Form,
  Input,
  InputNumber,
  Select,
  Table,
  type TableColumnsType,
} from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { eventKinds } from '@contract/enums';
import type { Event, EventInput } from '@contract/index';
import { ApiError, request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { eventKindText } from '@/format/codes';
import { moment } from '../../format/time';

const statusText = { draft: '草稿', open: '报名中', cancelled: '已取消' } as const;
const statusTone = { draft: 'grey', open: 'green', cancelled: 'red' } as const;

const columns: TableColumnsType<Event> = [
  {
    title: '活动',
    render: (_, event) => (
      <div>
        <div className="strong">{event.title}</div>
        <div className="meta">
          {eventKindText[event.kind]} · {event.venue}
        </div>
      </div>
    ),
  },
  { title: '时间', width: 190, render: (_, event) => moment(event.startsAt) },
  {
    title: '报名 / 名额',
    width: 160,
    render: (_, event) => (
      <div style={{ width: 130 }}>
        <div>
          {event.seatsTaken} / {event.capacity}
        </div>
        <div className="bar" aria-hidden="true">
          <i style={{ width: `${(event.seatsTaken / event.capacity) * 100}%` }} />
        </div>
      </div>
    ),
  },
  {
    title: '状态',
    width: 90,
    render: (_, event) => <Tone tone={statusTone[event.status]}>{statusText[event.status]}</Tone>,
  },
  { title: '主办', width: 170, render: (_, event) => event.organization.name },
];

/** Events of my bodies; a new one starts as a draft. */
export function EventsPage() {
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const list = useQuery({
    queryKey: ['events', 'list'],
    queryFn: () => request('GET /events', { query: { group: 'managed', limit: 100 } }),
  });
  const rows = list.data?.items ?? [];
  return (
    <>
      <div className="page-head">
        <h1>活动</h1>
        <span className="meta">{rows.length} 场</span>
        <span className="grow" />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsOpen(true)}>
          新活动
        </Button>
      </div>
      <div className="page-body">
        <div className="panel">
          <StateView
            isLoading={list.isPending}
            error={list.error}
            isEmpty={rows.length === 0}
            empty="还没有活动，先建一场"
            onRetry={() => void list.refetch()}
          >
            <Table
              size="small"
              rowKey="id"
              columns={columns}
              dataSource={rows}
              pagination={false}
              scroll={{ x: 720 }}
              onRow={(event) => ({
                onClick: () => void navigate(`/events/${event.id}`),
                style: { cursor: 'pointer' },
              })}
            />
          </StateView>
        </div>
      </div>
      <NewEvent
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        onCreated={(id) => void navigate(`/events/${id}`)}
      />
    </>
  );
}

interface EventForm {
  title: string;
  kind: Event['kind'];
  venue: string;
  address?: string;
  regionCode: string;
  span: [Dayjs, Dayjs];
  capacity: number;
  perEnterprise: number;
  introduction?: string;
}

const hour = 3_600_000;

function NewEvent({
  isOpen,
  onClose,
  onCreated,
}: {
  isOpen: boolean;
  onClose: () => void;
  onCreated: (id: string) => void;
}) {
  const [form] = Form.useForm<EventForm>();
  const [isSaving, setIsSaving] = useState(false);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const regions = useQuery({
    queryKey: ['regions'],
    queryFn: () => request('GET /regions'),
    staleTime: Infinity,
  });
  const save = async (values: EventForm) => {
    setIsSaving(true);
    const [from, to] = values.span;
    const body: EventInput = {
      title: values.title.trim(),
      kind: values.kind,
      venue: values.venue.trim(),
      ...(values.address?.trim() ? { address: values.address.trim() } : {}),
      regionCode: values.regionCode,
      startsAt: from.toISOString(),
      endsAt: to.toISOString(),
      doorsOpenAt: new Date(from.valueOf() - hour).toISOString(),
      registrationClosesAt: new Date(from.valueOf() - 12 * hour).toISOString(),
      capacity: values.capacity,
      perEnterprise: values.perEnterprise,
      agenda: [],
      introduction: values.introduction ?? '',
    };
    try {
      const event = await request('POST /events', { body });
      await queries.invalidateQueries({ queryKey: ['events'] });
      void message.success('草稿已建，核对后发布');
      onCreated(event.id);
    } catch (error) {
      void message.error(
        error instanceof ApiError
          ? [error.message, ...error.details.map(({ path, rule }) => `${path}：${rule}`)].join('；')
          : '没有存上',
      );
    } finally {
      setIsSaving(false);
    }
  };
  return (
    <Drawer
      title="新活动"
      open={isOpen}
      onClose={onClose}
      size={420}
      extra={
        <Button type="primary" loading={isSaving} onClick={() => form.submit()}>
          存为草稿
        </Button>
      }
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={(values) => void save(values)}
        initialValues={{ kind: 'fair', capacity: 100, perEnterprise: 3, regionCode: '410100' }}
      >
        <Form.Item
          name="title"
          label="名称"
          rules={[{ required: true, whitespace: true, message: '写上活动名称' }, { max: 60 }]}
        >
          <Input maxLength={60} showCount />
        </Form.Item>
        <Form.Item name="kind" label="类型">
          <Select options={eventKinds.map((value) => ({ value, label: eventKindText[value] }))} />
        </Form.Item>
        <Form.Item name="span" label="开始和结束" rules={[{ required: true, message: '选开始和结束时间' }]}>
          <DatePicker.RangePicker
            showTime={{ format: 'HH:mm', minuteStep: 5 }}
            format="YYYY-MM-DD HH:mm"
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item name="regionCode" label="地区">
          <Select
            showSearch
            optionFilterProp="label"
            options={(regions.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
        <Form.Item
          name="venue"
          label="地点"
          rules={[{ required: true, whitespace: true, message: '写上地点' }]}
        >
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="address" label="地址">
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="capacity" label="名额" rules={[{ required: true, message: '写上名额' }]}>
          <InputNumber min={1} max={100000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="perEnterprise" label="每家最多几人">
          <InputNumber min={1} max={50} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="introduction" label="介绍">
          <Input.TextArea maxLength={2000} showCount autoSize={{ minRows: 4 }} />
        </Form.Item>
        <p className="meta">开门为开始前 1 小时，报名截止为开始前 12 小时。</p>
      </Form>
    </Drawer>
  );
}
