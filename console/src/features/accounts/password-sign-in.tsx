import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { Body, Session } from '@contract/index';
import { refusalText, request } from '../../api/request';
import { CodeItem } from './proof-fields';

/** Number, password and a code of the authenticator: for when no phone with WeChat is at hand. */
export function PasswordSignIn({ onSession }: { onSession: (session: Session) => void }) {
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const signIn = async (body: Body<'POST /sessions/password'>) => {
    setIsSending(true);
    setProblem(undefined);
    try {
      onSession(await request('POST /sessions/password', { body }));
    } catch (error) {
      setProblem(refusalText(error, '没登上，请再试一次'));
      setIsSending(false);
    }
  };
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(body) => void signIn(body)}>
      <Form.Item
        label="手机号"
        name="phone"
        rules={[{ required: true, pattern: /^1\d{10}$/, message: '11 位手机号，1 开头' }]}
      >
        <Input inputMode="numeric" maxLength={11} autoComplete="username" autoFocus />
      </Form.Item>
      <Form.Item label="密码" name="password" rules={[{ required: true, message: '请输入密码' }]}>
        <Input.Password maxLength={200} autoComplete="current-password" />
      </Form.Item>
      <CodeItem label="动态码" name="code" extra="验证器里的 6 位数字；手机不在身边时填一个恢复码" />
      {problem && (
        <p className="red" role="alert">
          {problem}
        </p>
      )}
      <Button type="primary" htmlType="submit" block loading={isSending}>
        登录
      </Button>
    </Form>
  );
}
