import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Modal, QRCode, Switch } from 'antd';
import { useState } from 'react';
import type { Body, Office, Reply } from '@contract/index';
import { officerRoles } from '@contract/enums';
import { officerRoleText } from '@contract/words';
import { invitationAddress } from '@/format/sign-in';
import { ApiError, refusalText, request } from '../../api/request';
import { FormDialog } from '../../components/form-dialog';
import { TextItem } from '../../components/text-item';
import { moment } from '../../format/time';
import { BodySelect } from './body-select';

/** Who is invited, where, in which roles; then the code, shown this once. */
export function InviteDialog({
  own,
  organizationId,
  onClose,
}: {
  own: Office[];
  organizationId: string | undefined;
  onClose: () => void;
}) {
  const [form] = Form.useForm<Body<'POST /invitations'>>();
  const [issued, setIssued] = useState<Reply<'POST /invitations'>>();
  const [isSending, setIsSending] = useState(false);
  const queries = useQueryClient();
  const invite = async (body: Body<'POST /invitations'>) => {
    setIsSending(true);
    try {
      setIssued(await request('POST /invitations', { body }));
      await queries.invalidateQueries({ queryKey: ['invitations'] });
    } catch (error) {
      const isBody = error instanceof ApiError && error.code === 'BODY_NOT_IN_SCOPE';
      form.setFields([{ name: isBody ? 'organizationId' : 'name', errors: [refusalText(error)] }]);
    } finally {
      setIsSending(false);
    }
  };
  if (issued) {
    const { code, invitation } = issued;
    return (
      <Modal
        open
        title={`${invitation.name}的邀请码`}
        onCancel={onClose}
        footer={
          <Button type="primary" onClick={onClose}>
            已转给本人
          </Button>
        }
      >
        <div className="invitation-code">
          <QRCode value={invitationAddress(window.location.origin, code)} size={180} color="#1A2326" />
          <strong>{code}</strong>
          <p>
            {invitation.organization.shortName}，
            {invitation.roles.map((role) => officerRoleText[role]).join('、')}
          </p>
          <p className="meta">
            只显示这一次，{moment(invitation.expiresAt)}{' '}
            前有效，用一次作废。请本人打开小程序，在“我的”里扫码或填码。
          </p>
        </div>
      </Modal>
    );
  }
  return (
    <FormDialog
      form={form}
      title="邀请工作人员"
      okText="生成邀请码"
      isSaving={isSending}
      initialValues={{ organizationId: organizationId ?? own[0]?.organization.id, roles: [] }}
      onFinish={(body) => void invite(body)}
      onClose={onClose}
    >
      <TextItem label="姓名" name="name" maxLength={20} autoFocus />
      <Form.Item label="单位" name="organizationId" rules={[{ required: true, message: '请选单位' }]}>
        <BodySelect own={own} />
      </Form.Item>
      <RolesItem />
      <Form.Item label="这个单位的主要负责人" name="isHead" valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDialog>
  );
}

/** The roles, each a box. */
export function RolesItem() {
  return (
    <Form.Item label="角色" name="roles" rules={[{ required: true, message: '至少选一个角色' }]}>
      <Checkbox.Group options={officerRoles.map((role) => ({ value: role, label: officerRoleText[role] }))} />
    </Form.Item>
  );
}
