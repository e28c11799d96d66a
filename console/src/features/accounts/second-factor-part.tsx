import { Button, Form, Input, QRCode } from 'antd';
import { useState } from 'react';
import type { Credential, Reply } from '@contract/index';
import { request } from '../../api/request';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { canProve, ProofFields, toProof, type ProofValues } from './proof-fields';

type Enrolment = Reply<'POST /me/second-factor'>;
type Step =
  | { at: 'rest' }
  | { at: 'proof' }
  | { at: 'scan'; enrolment: Enrolment }
  | { at: 'codes'; recoveryCodes: string[] };

/** The authenticator: enrolling one by its QR and a code of it, and the recovery codes, which are shown once. */
export function SecondFactorPart({ credential }: { credential: Credential }) {
  const [step, setStep] = useState<Step>({ at: 'rest' });
  const { isActing, act } = useAct({ stale: [['credential']] });
  const begin = (values: ProofValues) =>
    act(async () =>
      setStep({ at: 'scan', enrolment: await request('POST /me/second-factor', { body: toProof(values) }) }),
    );
  const confirm = (code: string) =>
    act(async () => {
      const { recoveryCodes } = await request('PUT /me/second-factor', { body: { code } });
      setStep({ at: 'codes', recoveryCodes });
    });
  const isReady = credential.hasSecondFactor;
  return (
    <section className="panel" aria-label="动态码">
      <div className="panel-head">
        <h2>动态码</h2>
        <span className="grow" />
        <Tone tone={isReady ? 'green' : 'amber'}>
          {isReady ? `已启用，恢复码剩 ${credential.recoveryCodesLeft} 个` : '没有启用'}
        </Tone>
      </div>
      <div className="account-part stack">
        {step.at === 'rest' && (
          <>
            <p>手机上装一个验证器（支持 TOTP 的都行），每 30 秒换一个 6 位码，没有它密码登不进来。</p>
            {credential.hasProvenPhone && (
              <div>
                <Button
                  loading={isActing}
                  onClick={() => (credential.isSessionFresh ? void begin({}) : setStep({ at: 'proof' }))}
                >
                  {isReady ? '换一个验证器' : '启用'}
                </Button>
              </div>
            )}
          </>
        )}
        {step.at === 'proof' && (
          <Form layout="vertical" requiredMark={false} onFinish={(values: ProofValues) => void begin(values)}>
            <ProofFields credential={credential} />
            {canProve(credential) && (
              <Button type="primary" htmlType="submit" loading={isActing}>
                下一步
              </Button>
            )}{' '}
            <Button onClick={() => setStep({ at: 'rest' })}>取消</Button>
          </Form>
        )}
        {step.at === 'scan' && (
          <Scan
            enrolment={step.enrolment}
            isSending={isActing}
            onConfirm={(code) => void confirm(code)}
            onCancel={() => setStep({ at: 'rest' })}
          />
        )}
        {step.at === 'codes' && (
          <>
            <p>
              启用好了。这些恢复码<b>只显示这一次</b>，每个能代替一次动态码，请抄下来收好。
            </p>
            <div className="recovery-codes">
              {step.recoveryCodes.map((code) => (
                <span key={code} className="secret-text">
                  {code.slice(0, 5)}-{code.slice(5)}
                </span>
              ))}
            </div>
            <div>
              <Button type="primary" onClick={() => setStep({ at: 'rest' })}>
                都抄好了
              </Button>
            </div>
          </>
        )}
      </div>
    </section>
  );
}

function Scan({
  enrolment,
  isSending,
  onConfirm,
  onCancel,
}: {
  enrolment: Enrolment;
  isSending: boolean;
  onConfirm: (code: string) => void;
  onCancel: () => void;
}) {
  return (
    <div className="enrolment">
      <QRCode value={enrolment.uri} size={180} color="#1A2326" />
      <div className="stack">
        <p>1. 用验证器扫这个二维码。扫不了就把这串字输进去：</p>
        <p className="secret-text">{enrolment.secret.replace(/(.{4})/g, '$1 ')}</p>
        <Form
          layout="vertical"
          requiredMark={false}
          onFinish={({ code }: { code: string }) => onConfirm(code)}
        >
          <Form.Item
            label="2. 输入验证器现在显示的 6 位码"
            name="code"
            rules={[{ required: true, pattern: /^\d{6}$/, message: '6 位数字' }]}
          >
            <Input inputMode="numeric" maxLength={6} autoComplete="one-time-code" autoFocus />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={isSending}>
            确认启用
          </Button>{' '}
          <Button onClick={onCancel}>取消</Button>
        </Form>
      </div>
    </div>
  );
}
