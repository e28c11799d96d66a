import { Form, Modal, type FormProps } from 'antd';
import type { ReactNode } from 'react';

interface Props<T> extends Pick<FormProps<T>, 'form' | 'initialValues' | 'onFinish'> {
  title: string;
  okText?: string;
  width?: number;
  isSaving: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A form in a dialog, whose button sends it once every rule is kept. */
export function FormDialog<T extends object>(props: Props<T>) {
  const { title, okText = '存好', width = 520, isSaving, onClose, children } = props;
  const [form] = Form.useForm<T>(props.form);
  return (
    <Modal
      open
      title={title}
      okText={okText}
      width={width}
      confirmLoading={isSaving}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<T>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={props.initialValues}
        onFinish={props.onFinish}
      >
        {children}
      </Form>
    </Modal>
  );
}
