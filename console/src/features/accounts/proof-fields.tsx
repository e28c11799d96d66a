import { Form, Input } from 'antd';
import type { Credential } from '@contract/index';

/** What a form with proof fields holds. */
export interface ProofValues {
  oldPassword?: string;
  oldCode?: string;
}

/** The proof as the API takes it; none from who signed in just now. */
export function toProof({ oldPassword, oldCode }: ProofValues): {
  proof?: { password: string; code: string };
} {
  return oldPassword && oldCode ? { proof: { password: oldPassword, code: oldCode } } : {};
}

/** Old password and a code, asked of whoever signed in more than ten minutes ago. */
export function ProofFields({ credential }: { credential: Credential }) {
  if (credential.isSessionFresh) return null;
  if (!credential.hasPassword || !credential.hasSecondFactor)
    return <p className="meta">登录已超过 10 分钟。为了安全，请退出后重新登录，再来这里设置。</p>;
  return (
    <>
      <Form.Item label="原密码" name="oldPassword" rules={[{ required: true, message: '请输入原密码' }]}>
        <Input.Password maxLength={200} autoComplete="current-password" />
      </Form.Item>
      <CodeItem label="动态码或恢复码" name="oldCode" />
    </>
  );
}

/** A code of the authenticator, or one of the recovery codes in its place. */
export function CodeItem(item: { label: string; name: string; extra?: string }) {
  return (
    <Form.Item {...item} rules={[{ required: true, min: 6, message: '6 位动态码，或 10 位恢复码' }]}>
      <Input maxLength={20} autoComplete="one-time-code" />
    </Form.Item>
  );
}

/** Whether the caller can prove who they are without signing in again. */
export const canProve = ({ isSessionFresh, hasPassword, hasSecondFactor }: Credential): boolean =>
  isSessionFresh || (hasPassword && hasSecondFactor);
