import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, DatePicker, Drawer, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect } from 'react';
import { eventKinds } from '@contract/enums';
import type { Event, EventInput } from '@contract/index';
import { eventKindText } from '@contract/words';
import { ApiError, request } from '../../api/request';
import { TextItem } from '../../components/text-item';
import { useAct } from '../../components/use-act';
import { useRegionOptions } from '../../components/use-lists';
import { instantOfWall, wallText } from '../../format/time';

interface Fields {
  title: string;
  kind: Event['kind'];
  venue: string;
  address?: string;
  regionCode: string;
  span: [Dayjs, Dayjs];
  doorsOpenAt: Dayjs;
  registrationClosesAt: Dayjs;
  capacity: number;
  perEnterprise: number;
  agenda: { time: string; text: string }[];
  introduction?: string;
}

// Pickers hold the wall clock of Shanghai as if it were the computer's own, whatever zone that is in.
const toPicker = (instant: string) => dayjs(wallText(instant));
const fromPicker = (picked: Dayjs) => instantOfWall(picked.format('YYYY-MM-DD HH:mm'));

const toFields = (event: Event): Fields => ({
  title: event.title,
  kind: event.kind,
  venue: event.venue,
  address: event.address,
  regionCode: event.regionCode,
  span: [toPicker(event.startsAt), toPicker(event.endsAt)],
  doorsOpenAt: toPicker(event.doorsOpenAt),
  registrationClosesAt: toPicker(event.registrationClosesAt),
  capacity: event.capacity,
  perEnterprise: event.perEnterprise,
  agenda: event.agenda,
  introduction: event.introduction,
});

const toInput = (fields: Fields): EventInput => ({
  title: fields.title.trim(),
  kind: fields.kind,
  venue: fields.venue.trim(),
  ...(fields.address?.trim() ? { address: fields.address.trim() } : {}),
  regionCode: fields.regionCode,
  startsAt: fromPicker(fields.span[0]),
  endsAt: fromPicker(fields.span[1]),
  doorsOpenAt: fromPicker(fields.doorsOpenAt),
  registrationClosesAt: fromPicker(fields.registrationClosesAt),
  capacity: fields.capacity,
  perEnterprise: fields.perEnterprise,
  agenda: fields.agenda ?? [],
  introduction: fields.introduction ?? '',
});

const timeFormat = 'YYYY-MM-DD HH:mm';
const required = (message: string) => [{ required: true, message }];

/** A new event, or the same form for one that stands; a new one starts as a draft. */
export function EventForm({
  event,
  isOpen,
  onClose,
  onSaved,
}: {
  event?: Event;
  isOpen: boolean;
  onClose: () => void;
  onSaved: (event: Event) => void;
}) {
  const [form] = Form.useForm<Fields>();
  const { isActing, act } = useAct({ stale: [['events']] });
  const regions = useRegionOptions();
  useEffect(() => {
    if (isOpen && event) form.setFieldsValue(toFields(event));
  }, [isOpen, event, form]);
  const save = (fields: Fields) =>
    act(async () => {
      const body = toInput(fields);
      const saved = await (
        event
          ? request('PUT /events/:id', { params: { id: event.id }, body })
          : request('POST /events', { body })
      ).catch((error: unknown) => {
        if (error instanceof ApiError) form.setFields(problemsOf(error));
        throw error;
      });
      if (!event) form.resetFields();
      onSaved(saved);
      return event ? '改动已存' : '草稿已建，核对后发布';
    });
  /** Doors an hour before the start, the end of registration half a day before: the usual, until changed by hand. */
  const proposeTimes = ([start]: [Dayjs | null, Dayjs | null]) => {
    if (!start) return;
    if (!form.isFieldTouched('doorsOpenAt')) form.setFieldValue('doorsOpenAt', start.subtract(1, 'hour'));
    if (!form.isFieldTouched('registrationClosesAt'))
      form.setFieldValue('registrationClosesAt', start.subtract(12, 'hour'));
  };
  return (
    <Drawer
      title={event ? '改活动' : '新活动'}
      open={isOpen}
      onClose={onClose}
      size={Math.min(480, window.innerWidth)}
      forceRender
      extra={
        <Button type="primary" loading={isActing} onClick={() => form.submit()}>
          {event && event.status !== 'draft' ? '存改动' : '存为草稿'}
        </Button>
      }
    >
      {event && event.seatsTaken > 0 && (
        <p className="notice-line event-notice">已有 {event.seatsTaken} 人报名；改时间会重新签发入场码。</p>
      )}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        scrollToFirstError
        onFinish={(fields) => void save(fields)}
        initialValues={{ kind: 'fair', capacity: 100, perEnterprise: 3, regionCode: '410100', agenda: [] }}
      >
        <TextItem name="title" label="名称" missing="写上活动名称" maxLength={60} showCount />
        <div className="halves-plain">
          <Form.Item name="kind" label="类型">
            <Select options={eventKinds.map((value) => ({ value, label: eventKindText[value] }))} />
          </Form.Item>
          <Form.Item name="regionCode" label="地区">
            <Select showSearch={{ optionFilterProp: 'label' }} options={regions} />
          </Form.Item>
        </div>
        <Form.Item name="span" label="开始和结束" rules={required('选开始和结束时间')}>
          <DatePicker.RangePicker
            className="fill"
            showTime={{ format: 'HH:mm', minuteStep: 5 }}
            format={timeFormat}
            onChange={(span) => span && proposeTimes(span)}
          />
        </Form.Item>
        <div className="halves-plain">
          <Form.Item name="doorsOpenAt" label="开门" rules={required('选开门时间')}>
            <DatePicker className="fill" showTime={{ format: 'HH:mm', minuteStep: 5 }} format={timeFormat} />
          </Form.Item>
          <Form.Item name="registrationClosesAt" label="报名截止" rules={required('选报名截止时间')}>
            <DatePicker className="fill" showTime={{ format: 'HH:mm', minuteStep: 5 }} format={timeFormat} />
          </Form.Item>
          <TextItem name="venue" label="地点" missing="写上地点" maxLength={80} />
          <Form.Item name="address" label="地址">
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="capacity" label="名额" rules={required('写上名额')}>
            <InputNumber className="fill" min={1} max={100_000} precision={0} />
          </Form.Item>
          <Form.Item name="perEnterprise" label="每家最多几人" rules={required('写上每家最多几人')}>
            <InputNumber className="fill" min={1} max={50} precision={0} />
          </Form.Item>
        </div>
        <Agenda />
        <Form.Item name="introduction" label="介绍">
          <Input.TextArea maxLength={2000} showCount autoSize={{ minRows: 4 }} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

function Agenda() {
  return (
    <Form.Item label="议程">
      <Form.List name="agenda">
        {(fields, { add, remove }) => (
          <div className="stack">
            {fields.map(({ key, name }) => (
              <div key={key} className="agenda-line">
                <Form.Item
                  name={[name, 'time']}
                  noStyle
                  rules={[{ required: true, pattern: /^\d{2}:\d{2}$/, message: '写成 09:30 这样' }]}
                >
                  <Input placeholder="09:30" maxLength={5} aria-label="时刻" />
                </Form.Item>
                <Form.Item
                  name={[name, 'text']}
                  noStyle
                  rules={[{ required: true, whitespace: true, message: '写上内容' }]}
                >
                  <Input placeholder="做什么" maxLength={80} aria-label="内容" />
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label="删掉这一条"
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            {fields.length < 30 && (
              <div>
                <Button size="small" icon={<PlusOutlined />} onClick={() => add({ time: '', text: '' })}>
                  加一条
                </Button>
              </div>
            )}
          </div>
        )}
      </Form.List>
    </Form.Item>
  );
}

const formFields = [
  'title',
  'venue',
  'address',
  'doorsOpenAt',
  'registrationClosesAt',
  'capacity',
  'perEnterprise',
  'introduction',
] as const;

/** What was refused, at the field it is about. */
function problemsOf(error: ApiError): { name: keyof Fields; errors: string[] }[] {
  return error.details.flatMap(({ path, rule }) => {
    const field = path.replace(/^body\./, '');
    const name =
      field === 'startsAt' || field === 'endsAt' ? 'span' : formFields.find((known) => known === field);
    return name ? [{ name, errors: [rule] }] : [];
  });
}
