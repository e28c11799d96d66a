import { Form, Input, InputNumber, Select, Switch } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { organizationKinds, type OrganizationKind } from '@contract/enums';
import type { OrganizationDetail } from '@contract/index';
import { request } from '../../api/request';
import { FormDialog } from '../../components/form-dialog';
import { TextItem } from '../../components/text-item';
import { useAct } from '../../components/use-act';
import { useRegionOptions } from '../../components/use-lists';
import { organizationKindText } from './words';

interface Fields {
  name: string;
  shortName: string;
  kind: OrganizationKind;
  regionCode: string;
  address?: string;
  phone?: string;
  annualRatePercent?: number | null;
  isBenchmark?: boolean;
  reason?: string;
}

/** Kinds of bodies that lend or guarantee: their rate is published. */
const withRate: readonly OrganizationKind[] = ['bank', 'guarantor'];

/** Adds a body below another, or changes the facts of one. */
export function BodyDialog({
  body,
  parentId,
  onClose,
  onSaved,
}: {
  body?: OrganizationDetail;
  parentId?: string;
  onClose: () => void;
  onSaved?: (body: OrganizationDetail) => void;
}) {
  const { isActing, act } = useAct({ stale: [['organizations'], ['organization']] });
  const [form] = Form.useForm<Fields>();
  const parent = useQuery({
    queryKey: ['organization', parentId],
    queryFn: () => request('GET /organizations/:id', { params: { id: parentId ?? '' } }),
    enabled: parentId !== undefined,
  });
  const regions = useRegionOptions();
  const kind = Form.useWatch('kind', form) ?? body?.kind;
  const save = ({ kind: chosen, regionCode, annualRatePercent, ...facts }: Fields) => {
    const known = Object.fromEntries(
      Object.entries(facts).filter(([, value]) => value !== '' && value != null),
    );
    const input = {
      ...known,
      name: facts.name,
      shortName: facts.shortName,
      ...(annualRatePercent == null ? {} : { annualRatePercent }),
    };
    return act(async () => {
      const saved = body
        ? await request('PUT /organizations/:id', { params: { id: body.id }, body: input })
        : await request('POST /organizations', {
            body: { ...input, kind: chosen, regionCode, parentId: parentId ?? '' },
          });
      onSaved?.(saved);
      onClose();
      return body ? '已改好' : '已添加';
    });
  };
  return (
    <FormDialog<Fields>
      form={form}
      title={body ? `修改${body.name}` : `在${parent.data?.name ?? ''}下面添加单位`}
      isSaving={isActing}
      initialValues={body ?? { kind: 'department', regionCode: parent.data?.regionCode }}
      key={parent.data?.id ?? body?.id ?? ''}
      onFinish={(fields) => void save(fields)}
      onClose={onClose}
    >
      <TextItem label="名称" name="name" maxLength={60} />
      <TextItem label="简称" name="shortName" maxLength={30} />
      {!body && (
        <>
          <Form.Item label="类别" name="kind">
            <Select
              options={organizationKinds.map((value) => ({ value, label: organizationKindText[value] }))}
            />
          </Form.Item>
          <Form.Item label="所在区划" name="regionCode" rules={[{ required: true, message: '请选区划' }]}>
            <Select
              showSearch
              optionFilterProp="label"
              options={regions.map(({ value, label }) => ({ value, label: `${label} ${value}` }))}
            />
          </Form.Item>
        </>
      )}
      <Form.Item label="地址" name="address">
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item label="办公电话（公开）" name="phone">
        <Input maxLength={30} />
      </Form.Item>
      {kind && withRate.includes(kind) && (
        <>
          <Form.Item label="年费率或利率（%）" name="annualRatePercent">
            <InputNumber min={0} max={36} step={0.05} />
          </Form.Item>
          <Form.Item label="标杆机构" name="isBenchmark" valuePropName="checked">
            <Switch />
          </Form.Item>
        </>
      )}
      <Form.Item label="依据或说明" name="reason">
        <Input maxLength={200} placeholder="例如批文号" />
      </Form.Item>
    </FormDialog>
  );
}
