import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { Credential } from '@contract/index';
import { ApiError, refusalText, request } from '../../api/request';
import { moment } from '../../format/time';
import { canProve, ProofFields, toProof, type ProofValues } from './proof-fields';

interface Values extends ProofValues {
  password: string;
}

/** The password: whether there is one, and a form to set or change it. */
export function PasswordPart({ credential }: { credential: Credential }) {
  const [form] = Form.useForm<Values>();
  const [isOpen, setIsOpen] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const save = async (values: Values) => {
    setIsSending(true);
    try {
      const body = { password: values.password, ...toProof(values) };
      queries.setQueryData(['credential'], await request('PUT /me/password', { body }));
      void message.success('密码已设好，其他设备已退出');
      form.resetFields();
      setIsOpen(false);
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    } catch (error) {
      const rules = error instanceof ApiError ? error.details.map(({ rule }) => rule) : [];
      form.setFields([{ name: 'password', errors: rules.length > 0 ? rules : [refusalText(error)] }]);
      await queries.invalidateQueries({ queryKey: ['credential'] });
    } finally {
      setIsSending(false);
    }
  };
  return (
    <section className="panel" aria-label="密码">
      <div className="panel-head">
        <h2>密码</h2>
        <span className="grow" />
        <span className="meta">
          {credential.passwordChangedAt ? `${moment(credential.passwordChangedAt)} 改过` : '还没有设'}
        </span>
      </div>
      <div className="account-part stack">
        <p>密码和动态码一起用，手机不方便扫码时登录控制台。用户名是您验证过的手机号。</p>
        {!credential.hasProvenPhone ? (
          <p className="amber">请先在小程序“我的、个人信息”里验证手机号，再回来设密码。</p>
        ) : !isOpen ? (
          <div>
            <Button onClick={() => setIsOpen(true)}>{credential.hasPassword ? '改密码' : '设密码'}</Button>
          </div>
        ) : (
          <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void save(values)}>
            <ProofFields credential={credential} />
            {canProve(credential) && (
              <>
                <Form.Item
                  label="新密码"
                  name="password"
                  extra="至少 10 个字符，可以是一句只有您知道的话；不含姓名、手机号。改好后其他设备要重新登录。"
                  rules={[{ required: true, message: '请输入新密码' }]}
                >
                  <Input.Password maxLength={200} autoComplete="new-password" />
                </Form.Item>
                <Button type="primary" htmlType="submit" loading={isSending}>
                  存好
                </Button>{' '}
              </>
            )}
            <Button onClick={() => setIsOpen(false)}>取消</Button>
          </Form>
        )}
      </div>
    </section>
  );
}
