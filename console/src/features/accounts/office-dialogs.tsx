import { Form, Switch } from 'antd';
import type { Body, OfficeRow } from '@contract/index';
import { request } from '../../api/request';
import { useMe } from '../../api/session';
import { FormDialog } from '../../components/form-dialog';
import { useAct } from '../../components/use-act';
import { BodySelect } from './body-select';
import { RolesItem } from './invite-dialog';

interface DialogProps {
  office: OfficeRow;
  onClose: () => void;
}

/** Changes somebody's roles in their body. */
export function RolesDialog({ office, onClose }: DialogProps) {
  const { isSaving, save } = useSaving(onClose);
  return (
    <FormDialog<Body<'PUT /offices/:id'>>
      title={`${office.person.name}，${office.organization.shortName}`}
      isSaving={isSaving}
      onClose={onClose}
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
    </FormDialog>
  );
}

/** Moves somebody to another of my bodies. */
export function MoveDialog({ office, onClose }: DialogProps) {
  const own = useMe().offices.filter(({ roles }) => roles.includes('org-admin'));
  const { isSaving, save } = useSaving(onClose);
  const params = { id: office.id };
  return (
    <FormDialog<Body<'PUT /offices/:id/organization'>>
      title={`${office.person.name}调到别的单位`}
      okText="调动"
      isSaving={isSaving}
      onClose={onClose}
      onFinish={(body) => void save(() => request('PUT /offices/:id/organization', { params, body }))}
    >
      <Form.Item label="调到" name="organizationId" rules={[{ required: true, message: '请选单位' }]}>
        <BodySelect own={own} />
      </Form.Item>
      <p className="meta">角色不变，名下没办完的诉求留在{office.organization.shortName}，转给接任的人。</p>
    </FormDialog>
  );
}

function useSaving(onClose: () => void) {
  const { isActing: isSaving, act } = useAct({ stale: [['offices']] });
  const save = (work: () => Promise<{ reassignedIssues: number }>) =>
    act(async () => {
      const { reassignedIssues } = await work();
      onClose();
      return reassignedIssues > 0 ? `已存，${reassignedIssues} 件诉求转给了接任的人` : '已存';
    });
  return { isSaving, save };
}
