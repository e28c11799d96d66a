import { PlusOutlined, SendOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import type { Briefing, BriefingInput } from '@contract/index';
import { ApiError, request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { moment } from '../../format/time';
import { VerdictTone } from './verdict-tone';

/** Briefings of my body: compose from published policies, see the audience, push once, read the figures. */
export function BriefingsPage() {
  const [selectedId, setSelectedId] = useState<string | 'new' | null>(null);
  const list = useQuery({
    queryKey: ['briefings'],
    queryFn: () => request('GET /briefings', { query: { as: 'editor', limit: 50 } }),
    refetchInterval: 10_000,
  });
  const rows = list.data?.items ?? [];
  const selected = selectedId === 'new' ? undefined : (rows.find(({ id }) => id === selectedId) ?? rows[0]);
  return (
    <>
      <div className="page-head">
        <h1>政策简报</h1>
        <span className="grow" />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setSelectedId('new')}>
          写一期
        </Button>
      </div>
      <div className="page-body">
        <StateView
          isLoading={list.isPending}
          error={rows.length > 0 ? null : list.error}
          isEmpty={rows.length === 0 && selectedId !== 'new'}
          empty="还没有简报，从已发布的政策写一期"
          onRetry={() => void list.refetch()}
        >
          <div className="editor-grid" style={{ gridTemplateColumns: '300px minmax(0, 1fr)' }}>
            <ul className="panel">
              {rows.map((briefing) => (
                <li key={briefing.id}>
                  <Button
                    type="text"
                    block
                    aria-pressed={briefing.id === selected?.id}
                    style={{
                      height: 'auto',
                      padding: '8px 12px',
                      justifyContent: 'flex-start',
                      textAlign: 'left',
                      borderRadius: 0,
                      whiteSpace: 'normal',
                      background: briefing.id === selected?.id ? 'var(--accent-soft)' : undefined,
                    }}
                    onClick={() => setSelectedId(briefing.id)}
                  >
                    <span>
                      <span className="row">
                        <Tone tone={briefing.status === 'sent' ? 'green' : 'grey'}>
                          {briefing.status === 'sent' ? '已推送' : '草稿'}
                        </Tone>
                        <span className="meta">第 {briefing.number} 期</span>
                      </span>
                      <span className="strong">{briefing.title}</span>
                    </span>
                  </Button>
                </li>
              ))}
            </ul>
            {selectedId === 'new' ? (
              <Compose onSaved={(id) => setSelectedId(id)} />
            ) : selected ? (
              <BriefingView key={selected.id} briefing={selected} />
            ) : null}
          </div>
        </StateView>
      </div>
    </>
  );
}

function Compose({ onSaved }: { onSaved: (id: string) => void }) {
  const [form] = Form.useForm<{
    title: string;
    sentences: string;
    whoText: string;
    amountText: string;
    untilOn?: string;
    policyIds: string[];
  }>();
  const [isSaving, setIsSaving] = useState(false);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const policies = useQuery({
    queryKey: ['policies', 'for-briefing'],
    queryFn: () => request('GET /policies', { query: { limit: 100, kind: 'policy', status: 'in-force' } }),
  });
  const save = async (values: {
    title: string;
    sentences: string;
    whoText: string;
    amountText: string;
    untilOn?: string;
    policyIds: string[];
  }) => {
    setIsSaving(true);
    const body: BriefingInput = {
      title: values.title.trim(),
      sentences: values.sentences
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
      whoText: values.whoText.trim(),
      amountText: values.amountText.trim(),
      ...(values.untilOn?.trim() ? { untilOn: values.untilOn.trim() } : {}),
      policyIds: values.policyIds,
    };
    try {
      const briefing = await request('POST /briefings', { body });
      await queries.invalidateQueries({ queryKey: ['briefings'] });
      void message.success('草稿已存，看看推给谁');
      onSaved(briefing.id);
    } catch (error) {
      void message.error(
        error instanceof ApiError
          ? [error.message, ...error.details.map(({ path, rule }) => `${path}：${rule}`)].join('；')
          : '没有存上',
      );
    } finally {
      setIsSaving(false);
    }
  };
  return (
    <section className="panel">
      <div className="panel-head">写一期简报</div>
      <div className="panel-body" style={{ maxWidth: 640 }}>
        <Form form={form} layout="vertical" onFinish={(values) => void save(values)}>
          <Form.Item
            name="policyIds"
            label="依据哪些政策"
            rules={[{ required: true, message: '至少选一件政策' }]}
          >
            <Select
              mode="multiple"
              maxCount={10}
              optionFilterProp="label"
              loading={policies.isPending}
              options={(policies.data?.items ?? []).map((policy) => ({
                value: policy.id,
                label: policy.title,
              }))}
              onChange={(ids: string[]) => {
                const first = policies.data?.items.find(({ id }) => id === ids[0]);
                if (!first || form.getFieldValue('title')) return;
                form.setFieldsValue({
                  title: first.title.slice(0, 40),
                  sentences: first.reading ?? '',
                  amountText: first.benefit ?? '',
                  ...(first.deadline ? { untilOn: first.deadline } : {}),
                });
              }}
            />
          </Form.Item>
          <Form.Item
            name="title"
            label="标题"
            rules={[{ required: true, whitespace: true, message: '写上标题' }]}
          >
            <Input maxLength={40} showCount />
          </Form.Item>
          <Form.Item
            name="sentences"
            label="三句话（一行一句，每句不过 60 字）"
            rules={[
              { required: true, whitespace: true, message: '至少写一句' },
              {
                validator: (_, text: string) => {
                  const lines = (text ?? '').split('\n').filter((line) => line.trim());
                  if (lines.length > 3) return Promise.reject(new Error('最多三句'));
                  return lines.some((line) => line.trim().length > 60)
                    ? Promise.reject(new Error('有一句超过 60 字'))
                    : Promise.resolve();
                },
              },
            ]}
          >
            <Input.TextArea autoSize={{ minRows: 3 }} />
          </Form.Item>
          <Form.Item
            name="whoText"
            label="给谁"
            rules={[{ required: true, whitespace: true, message: '写上给谁' }]}
          >
            <Input maxLength={60} placeholder="在河南的中小制造业企业" />
          </Form.Item>
          <Form.Item
            name="amountText"
            label="给多少"
            rules={[{ required: true, whitespace: true, message: '写上给多少' }]}
          >
            <Input maxLength={80} />
          </Form.Item>
          <Form.Item
            name="untilOn"
            label="到哪天"
            rules={[{ pattern: /^\d{4}-\d{2}-\d{2}$/, message: '写成 2026-12-18 这样' }]}
          >
            <Input placeholder="2026-12-18" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={isSaving}>
            存草稿，看受众
          </Button>
        </Form>
      </div>
    </section>
  );
}

function BriefingView({ briefing }: { briefing: Briefing }) {
  const { modal, message } = App.useApp();
  const queries = useQueryClient();
  const audience = useQuery({
    queryKey: ['briefings', briefing.id, 'audience'],
    queryFn: () => request('GET /briefings/:id/audience', { params: { id: briefing.id } }),
    enabled: briefing.status === 'draft',
  });
  const reached = audience.data ? audience.data.counts.met + audience.data.counts.unknown : 0;
  const push = () =>
    modal.confirm({
      title: `推给 ${reached} 家企业？`,
      content: `${audience.data?.people ?? 0} 人会在消息里收到，其中 ${audience.data?.withConsent ?? 0} 人的微信会弹出通知。推送后不能再改。`,
      okText: '推送',
      onOk: async () => {
        try {
          await request('POST /briefings/:id/pushes', { params: { id: briefing.id } });
          await queries.invalidateQueries({ queryKey: ['briefings'] });
          void message.success('已推送');
        } catch (error) {
          void message.error((error as Error).message);
        }
      },
    });
  const { figures } = briefing;
  return (
    <section className="panel">
      <div className="panel-head">
        第 {briefing.number} 期{' '}
        <Tone tone={briefing.status === 'sent' ? 'green' : 'grey'}>
          {briefing.status === 'sent' ? '已推送' : '草稿'}
        </Tone>
        <span className="meta">
          {briefing.author.name}编写，{moment(briefing.sentAt ?? briefing.createdAt)}
        </span>
        <span className="grow" />
        {briefing.status === 'draft' && (
          <Button
            type="primary"
            icon={<SendOutlined />}
            disabled={!audience.data || reached === 0}
            onClick={push}
          >
            推送
          </Button>
        )}
      </div>
      <div className="panel-body stack">
        <h2 style={{ fontSize: 18 }}>{briefing.title}</h2>
        {briefing.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p>
          <span className="meta">给谁</span> {briefing.whoText}　<span className="meta">给多少</span>{' '}
          {briefing.amountText}　
          {briefing.untilOn && (
            <>
              <span className="meta">到哪天</span> {briefing.untilOn}
            </>
          )}
        </p>
        {briefing.status === 'sent' ? (
          <div className="panel figures">
            {(
              [
                ['送达企业', figures.audience],
                ['收到的人', figures.inbox],
                ['微信通知', figures.subscription],
                ['微信未授权', figures.noConsent],
                ['打开企业', figures.opened],
                ['与我无关', figures.irrelevant],
              ] as const
            ).map(([label, count]) => (
              <div key={label}>
                <span className="meta">{label}</span>
                <b>{count}</b>
              </div>
            ))}
          </div>
        ) : (
          <StateView
            isLoading={audience.isPending}
            error={audience.error}
            isEmpty={false}
            empty={null}
            onRetry={() => void audience.refetch()}
          >
            {audience.data && (
              <>
                <div className="panel figures">
                  <div>
                    <VerdictTone verdict="met" />
                    <b>{audience.data.counts.met}</b>
                  </div>
                  <div>
                    <VerdictTone verdict="unknown" />
                    <b>{audience.data.counts.unknown}</b>
                  </div>
                  <div>
                    <VerdictTone verdict="not-met" />
                    <b>{audience.data.counts.notMet}</b>
                    <span className="meta">不推送</span>
                  </div>
                  <div>
                    <span className="meta">会收到的人</span>
                    <b>{audience.data.people}</b>
                    <span className="meta">微信可通知 {audience.data.withConsent} 人</span>
                  </div>
                </div>
                <ul>
                  {audience.data.sample.map(({ enterprise, verdict, because }) => (
                    <li
                      key={enterprise.id}
                      className="row"
                      style={{ padding: '5px 0', borderTop: '1px solid var(--line-soft)' }}
                    >
                      <VerdictTone verdict={verdict} />
                      <span>{enterprise.name}</span>
                      <span className="meta cut">{because}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </StateView>
        )}
      </div>
    </section>
  );
}
