import { Form, Input, type InputProps } from 'antd';

/** A text of a form that can't be left out. */
export function TextItem({
  label,
  name,
  missing = `请填${label}`,
  ...input
}: { label: string; name: string; missing?: string } & InputProps) {
  return (
    <Form.Item label={label} name={name} rules={[{ required: true, whitespace: true, message: missing }]}>
      <Input {...input} />
    </Form.Item>
  );
}
