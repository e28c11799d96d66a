import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select, Tabs } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { levels, policyKinds, policyTopics } from '@contract/enums';
import type { Policy, PolicyInput, PolicyItem } from '@contract/index';
import { ApiError, request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { levelText, policyKindText, policyStatusText, policyTopicText } from '@/format/codes';
import { AudiencePanel, useAudience } from './audience-panel';
import { RuleEditor } from './rule-editor';
import { toNodes, toRule } from './rule-model';

const emptyPolicy: PolicyInput = {
  title: '',
  kind: 'policy',
  issuer: '',
  level: 'province',
  regionCode: '410000',
  topics: [],
  bodyHtml: '',
  items: [],
};

const emptyItem = (index: number): PolicyItem => ({
  key: `item-${index}`,
  title: '',
  benefit: '',
  rule: { all: [{ attribute: 'regionCode', op: 'within', value: ['410000'], text: '在河南省登记注册' }] },
  applyPath: 'link',
  steps: [],
  materials: [],
});

const toInput = (policy: Policy): PolicyInput => ({
  title: policy.title,
  ...(policy.docNo ? { docNo: policy.docNo } : {}),
  kind: policy.kind,
  issuer: policy.issuer,
  level: policy.level,
  regionCode: policy.regionCode,
  ...(policy.issuedOn ? { issuedOn: policy.issuedOn } : {}),
  ...(policy.effectiveOn ? { effectiveOn: policy.effectiveOn } : {}),
  ...(policy.validUntil ? { validUntil: policy.validUntil } : {}),
  topics: policy.topics,
  ...(policy.reading ? { reading: policy.reading } : {}),
  bodyHtml: policy.bodyHtml,
  items: policy.items,
});

/** A policy with its items and rules: whom does this rule reach, and rightly? */
export function PolicyEditor() {
  const { id } = useParams();
  const query = useQuery({
    queryKey: ['policies', 'one', id],
    queryFn: () => request('GET /policies/:id', { params: { id: id ?? '' } }),
    enabled: Boolean(id),
  });
  return (
    <StateView
      isLoading={Boolean(id) && query.isPending}
      error={query.error}
      isEmpty={false}
      empty={null}
      onRetry={() => void query.refetch()}
    >
      <Editor key={query.data?.id ?? 'new'} policy={query.data} />
    </StateView>
  );
}

function Editor({ policy }: { policy: Policy | undefined }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [input, setInput] = useState<PolicyInput>(() => (policy ? toInput(policy) : emptyPolicy));
  const [at, setAt] = useState(0);
  const [problems, setProblems] = useState<{ path: string; rule: string }[]>([]);
  const [isSaving, setIsSaving] = useState(false);
  const change = (part: Partial<PolicyInput>) => setInput((before) => ({ ...before, ...part }));
  const item = input.items[at];
  const changeItem = (part: Partial<PolicyItem>) =>
    change({ items: input.items.map((old, index) => (index === at ? { ...old, ...part } : old)) });
  const audience = useAudience(item?.rule);
  const nodes = item ? toNodes(item.rule) : null;

  const save = async (publish: boolean) => {
    setIsSaving(true);
    setProblems([]);
    try {
      const saved = policy
        ? await request('PUT /policies/:id', { params: { id: policy.id }, body: input })
        : await request('POST /policies', { body: input });
      if (publish) await request('POST /policies/:id/publication', { params: { id: saved.id } });
      await queries.invalidateQueries({ queryKey: ['policies'] });
      void message.success(publish ? '已发布' : '草稿已存');
      void navigate(publish ? '/policies' : `/policies/${saved.id}`);
    } catch (error) {
      void message.error((error as Error).message);
      if (error instanceof ApiError) setProblems(error.details);
    } finally {
      setIsSaving(false);
    }
  };
  // Ctrl+Enter sends, from inside a field too.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey && event.key === 'Enter') void save(false);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });

  return (
    <>
      <div className="page-head">
        <h1 className="cut">{input.title || '新政策'}</h1>
        {input.docNo && <span className="meta">{input.docNo}</span>}
        <Tone tone={policy?.status === 'in-force' ? 'green' : 'grey'}>
          {policy ? policyStatusText[policy.status] : '未存'}
        </Tone>
        <span className="grow" />
        <Button loading={isSaving} onClick={() => void save(false)}>
          {policy && policy.status !== 'draft' ? '存改动' : '存草稿'}
          <kbd>Ctrl ↵</kbd>
        </Button>
        {(!policy || policy.status === 'draft') && (
          <Button type="primary" loading={isSaving} onClick={() => void save(true)}>
            发布
          </Button>
        )}
      </div>
      <div className="page-body">
        {problems.length > 0 && (
          <ul className="panel panel-body red" role="alert" style={{ marginBottom: 12 }}>
            {problems.map(({ path, rule }) => (
              <li key={path}>
                {path}：{rule}
              </li>
            ))}
          </ul>
        )}
        <div className="editor-grid">
          <div className="stack">
            <Basics input={input} onChange={change} />
            <section className="panel">
              <div className="panel-head">
                事项与规则
                <span className="grow" />
                <Button
                  size="small"
                  icon={<PlusOutlined />}
                  onClick={() => {
                    change({ items: [...input.items, emptyItem(input.items.length + 1)] });
                    setAt(input.items.length);
                  }}
                >
                  事项
                </Button>
              </div>
              {input.items.length === 0 && (
                <p className="panel-body meta">只是发文、解读或清单时，可以没有事项。</p>
              )}
              {item && (
                <>
                  <Tabs
                    style={{ padding: '0 12px' }}
                    activeKey={String(at)}
                    onChange={(key) => setAt(Number(key))}
                    items={input.items.map((entry, index) => ({
                      key: String(index),
                      label: `${index + 1} ${entry.title || '未命名'}`,
                    }))}
                  />
                  <ItemFields
                    item={item}
                    onChange={changeItem}
                    onRemove={() => {
                      change({ items: input.items.filter((_, index) => index !== at) });
                      setAt(0);
                    }}
                  />
                  <div className="panel-head">
                    谁能享受 <span className="meta">全部满足</span>
                  </div>
                  {nodes ? (
                    <RuleEditor
                      nodes={nodes}
                      audience={audience.data}
                      isCounting={audience.isFetching}
                      onChange={(changed) => changeItem({ rule: toRule(changed) })}
                    />
                  ) : (
                    <p className="panel-body meta">这条规则有多层条件组，这里只看，不改。</p>
                  )}
                  {audience.data && (
                    <p className="sentence">
                      <b>读作</b>　{audience.data.sentence}
                    </p>
                  )}
                </>
              )}
            </section>
          </div>
          <div>
            {item ? (
              <AudiencePanel query={audience} />
            ) : (
              <div className="panel panel-body meta">加一个事项，就能看到它够得着哪些企业。</div>
            )}
          </div>
        </div>
      </div>
    </>
  );
}

/** Text of a body made of plain paragraphs; null where it holds more than this form can keep. */
function paragraphsOf(html: string): string | null {
  if (/<(?!\/?(p|br)\b)[a-z]/i.test(html)) return null;
  const holder = document.createElement('div');
  holder.innerHTML = html.replace(/<br\s*\/?>/gi, '\n').replace(/<\/p>/gi, '\n\n');
  return (holder.textContent ?? '').trim();
}

function htmlOf(text: string): string {
  const escape = (part: string) => part.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => `<p>${escape(part).replace(/\n/g, '<br>')}</p>`)
    .join('');
}

function Basics({ input, onChange }: { input: PolicyInput; onChange: (part: Partial<PolicyInput>) => void }) {
  const regions = useQuery({
    queryKey: ['regions'],
    queryFn: () => request('GET /regions'),
    staleTime: Infinity,
  });
  const [body, setBody] = useState(() => paragraphsOf(input.bodyHtml));
  return (
    <section className="panel">
      <div className="panel-head">正文</div>
      <div className="panel-body stack">
        <Labelled label="标题">
          <Input
            value={input.title}
            maxLength={120}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        </Labelled>
        <div className="row" style={{ flexWrap: 'wrap' }}>
          <Labelled label="文号">
            <Input
              style={{ width: 190 }}
              value={input.docNo ?? ''}
              maxLength={60}
              onChange={(event) => onChange({ docNo: event.target.value || undefined })}
            />
          </Labelled>
          <Labelled label="发文机关">
            <Input
              style={{ width: 220 }}
              value={input.issuer}
              maxLength={80}
              onChange={(event) => onChange({ issuer: event.target.value })}
            />
          </Labelled>
          <Labelled label="类型">
            <Select
              style={{ width: 110 }}
              value={input.kind}
              onChange={(kind) => onChange({ kind })}
              options={policyKinds.map((value) => ({ value, label: policyKindText[value] }))}
            />
          </Labelled>
          <Labelled label="层级">
            <Select
              style={{ width: 96 }}
              value={input.level}
              onChange={(level) => onChange({ level })}
              options={levels.map((value) => ({ value, label: levelText[value] }))}
            />
          </Labelled>
          <Labelled label="地区">
            <Select
              showSearch
              optionFilterProp="label"
              style={{ width: 140 }}
              value={input.regionCode}
              onChange={(regionCode) => onChange({ regionCode })}
              options={(regions.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
            />
          </Labelled>
          <Labelled label="主题">
            <Select
              mode="multiple"
              style={{ minWidth: 180 }}
              maxCount={6}
              value={input.topics}
              onChange={(topics) => onChange({ topics })}
              options={policyTopics.map((value) => ({ value, label: policyTopicText[value] }))}
            />
          </Labelled>
          <Labelled label="有效期至">
            <Input
              style={{ width: 130 }}
              value={input.validUntil ?? ''}
              placeholder="2027-12-31"
              onChange={(event) => onChange({ validUntil: event.target.value || undefined })}
            />
          </Labelled>
        </div>
        <Labelled label="一句话解读">
          <Input
            value={input.reading ?? ''}
            maxLength={300}
            onChange={(event) => onChange({ reading: event.target.value || undefined })}
          />
        </Labelled>
        <Labelled label="全文">
          {body === null ? (
            <p className="meta">这份正文带表格或格式，这里不改它，以免丢掉格式。</p>
          ) : (
            <Input.TextArea
              value={body}
              autoSize={{ minRows: 5, maxRows: 18 }}
              placeholder="段落之间空一行"
              onChange={(event) => {
                setBody(event.target.value);
                onChange({ bodyHtml: htmlOf(event.target.value) });
              }}
            />
          )}
        </Labelled>
      </div>
    </section>
  );
}

function ItemFields({
  item,
  onChange,
  onRemove,
}: {
  item: PolicyItem;
  onChange: (part: Partial<PolicyItem>) => void;
  onRemove: () => void;
}) {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  return (
    <div className="panel-body stack">
      <div className="row" style={{ flexWrap: 'wrap' }}>
        <Labelled label="事项名称">
          <Input
            style={{ width: 230 }}
            value={item.title}
            maxLength={60}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        </Labelled>
        <Labelled label="给什么">
          <Input
            style={{ width: 260 }}
            value={item.benefit}
            maxLength={100}
            placeholder="设备投入的 10%，最高 200 万元"
            onChange={(event) => onChange({ benefit: event.target.value })}
          />
        </Labelled>
        <Labelled label="怎么办">
          <Select
            style={{ width: 130 }}
            value={item.applyPath}
            onChange={(applyPath) => onChange({ applyPath })}
            options={[
              { value: 'link', label: '网上申报' },
              { value: 'appointment', label: '窗口预约' },
              { value: 'application', label: '本系统申报' },
              { value: 'automatic', label: '免申即享' },
            ]}
          />
        </Labelled>
        <Labelled label="截止">
          <Input
            style={{ width: 120 }}
            value={item.deadline ?? ''}
            placeholder="2026-12-18"
            onChange={(event) => onChange({ deadline: event.target.value || undefined })}
          />
        </Labelled>
        <Button type="text" danger icon={<DeleteOutlined />} onClick={onRemove}>
          删事项
        </Button>
      </div>
      <div className="two-grid">
        <Labelled label="步骤（一行一步）">
          <Input.TextArea
            defaultValue={item.steps.join('\n')}
            autoSize={{ minRows: 2 }}
            onBlur={(event) => onChange({ steps: lines(event.target.value) })}
          />
        </Labelled>
        <Labelled label="材料（一行一样）">
          <Input.TextArea
            defaultValue={item.materials.join('\n')}
            autoSize={{ minRows: 2 }}
            onBlur={(event) => onChange({ materials: lines(event.target.value) })}
          />
        </Labelled>
      </div>
    </div>
  );
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <label style={{ display: 'block', minWidth: 0 }}>
      <span className="meta">{label}</span>
      <div>{children}</div>
    </label>
  );
}
