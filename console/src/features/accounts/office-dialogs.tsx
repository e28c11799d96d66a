import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal, Switch } from 'antd';
import { useState } from 'react';
import type { Body, OfficeRow } from '@contract/index';
import { refusalText, request } from '../../api/request';
import { useMe } from '../../api/session';
import { BodySelect } from './body-select';
import { RolesItem } from './invite-dialog';

interface DialogProps {
  office: OfficeRow;
  onClose: () => void;
}

/** Changes somebody's roles in their body. */
export function RolesDialog({ office, onClose }: DialogProps) {
  const [form] = Form.useForm<Body<'PUT /offices/:id'>>();
  const { isSaving, save } = useSaving(onClose);
  return (
    <Modal
      open
      title={`${office.person.name}，${office.organization.shortName}`}
      okText="存好"
      cancelText="取消"
      confirmLoading={isSaving}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ roles: office.roles, isHead: office.isHead, isOnDuty: office.isOnDuty }}
        onFinish={(body) => void save(() => request('PUT /offices/:id', { params: { id: office.id }, body }))}
      >
        <RolesItem />
        <Form.Item label="主要负责人" name="isHead" valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item label="窗口值班" name="isOnDuty" valuePropName="checked">
          <Switch />
        </Form.Item>
        <p className="meta">不再受理、承办的人，名下没办完的诉求会同时转给接任的人。</p>
      </Form>
    </Modal>
  );
}

/** Moves somebody to another of my bodies. */
export function MoveDialog({ office, onClose }: DialogProps) {
  const own = useMe().offices.filter(({ roles }) => roles.includes('org-admin'));
  const [form] = Form.useForm<Body<'PUT /offices/:id/organization'>>();
  const { isSaving, save } = useSaving(onClose);
  const params = { id: office.id };
  return (
    <Modal
      open
      title={`${office.person.name}调到别的单位`}
      okText="调动"
      cancelText="取消"
      confirmLoading={isSaving}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => void save(() => request('PUT /offices/:id/organization', { params, body }))}
      >
        <Form.Item label="调到" name="organizationId" rules={[{ required: true, message: '请选单位' }]}>
          <BodySelect own={own} />
        </Form.Item>
        <p className="meta">角色不变，名下没办完的诉求留在{office.organization.shortName}，转给接任的人。</p>
      </Form>
    </Modal>
  );
}

function useSaving(onClose: () => void) {
  const [isSaving, setIsSaving] = useState(false);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const save = async (work: () => Promise<{ reassignedIssues: number }>) => {
    setIsSaving(true);
    try {
      const { reassignedIssues } = await work();
      void message.success(reassignedIssues > 0 ? `已存，${reassignedIssues} 件诉求转给了接任的人` : '已存');
      onClose();
    } catch (error) {
      void message.error(refusalText(error));
    } finally {
      setIsSaving(false);
      await queries.invalidateQueries({ queryKey: ['offices'] });
    }
  };
  return { isSaving, save };
}
