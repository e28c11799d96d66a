import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented, Steps } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useBlocker, useNavigate, useParams } from 'react-router';
import type { Policy, PolicyInput, PolicyItem } from '@contract/index';
import { policyStatusText } from '@/format/codes';
import { ApiError, refusalText, request } from '../../api/request';
import { Kbd } from '../../components/keys';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { policyStatusTone } from '../../format/texts';
import { useCrumb } from '../../shell/crumb';
import { AudiencePanel, useAudience } from './audience-panel';
import { ItemFields } from './item-fields';
import { PolicyBasics } from './policy-basics';
import { emptyItem, emptyPolicy, placeOfProblem, toInput } from './policy-draft';
import { RuleEditor } from './rule-editor';
import { toRows, toRule } from './rule-model';

/** A policy with its items and rules: whom does this rule reach, and rightly? */
export function PolicyEditor() {
  const { id } = useParams();
  const query = useQuery({
    queryKey: ['policies', 'one', id],
    queryFn: () => request('GET /policies/:id', { params: { id: id ?? '' } }),
    enabled: Boolean(id),
    // What is being written must not change under the hands.
    refetchOnWindowFocus: false,
  });
  return (
    <StateView
      isLoading={Boolean(id) && query.isPending}
      error={query.data ? null : query.error}
      isEmpty={false}
      empty={null}
      onRetry={() => void query.refetch()}
    >
      <Editor key={id ?? 'new'} policy={query.data} />
    </StateView>
  );
}

function Editor({ policy }: { policy: Policy | undefined }) {
  const [input, setInput] = useState<PolicyInput>(() => (policy ? toInput(policy) : emptyPolicy));
  const [step, setStep] = useState(policy && policy.items.length > 0 ? 1 : 0);
  const change = (part: Partial<PolicyInput>) => {
    saving.touch();
    setInput((before) => ({ ...before, ...part }));
  };
  const saving = useSaving(policy, input);
  useCrumb(policy ? '编辑' : '新政策');
  const goTo = (next: number) => {
    // A policy without an item reaches nobody; interpretations and lists may well have none.
    if (next === 1 && input.items.length === 0 && input.kind === 'policy') change({ items: [emptyItem([])] });
    setStep(next);
  };
  return (
    <>
      <div className="page-head policy-head">
        <h1 className="cut">{input.title || '新政策'}</h1>
        {input.docNo && <span className="meta">{input.docNo}</span>}
        <Tone tone={policy ? policyStatusTone[policy.status] : 'grey'}>
          {policy ? policyStatusText[policy.status] : '未存'}
        </Tone>
        {saving.isDirty && policy && <span className="amber small">有改动没存</span>}
        <span className="grow" />
        <Steps
          className="policy-steps"
          size="small"
          responsive={false}
          current={step}
          onChange={goTo}
          items={[{ title: '正文' }, { title: '事项与规则' }]}
        />
      </div>
      {saving.problems.length > 0 && (
        <ul className="policy-problems" role="alert">
          {saving.problems.map(({ path, rule }) => (
            <li key={`${path}${rule}`}>{[placeOfProblem(path), rule].filter(Boolean).join('：')}</li>
          ))}
        </ul>
      )}
      {step === 0 ? (
        <div className="page-columns" style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <PolicyBasics input={input} onChange={change} />
        </div>
      ) : (
        <Items items={input.items} onChange={(items) => change({ items })} />
      )}
      <footer className="policy-foot">
        <span className="meta">
          {step === 0
            ? '下一步写给什么、给谁，右边随时看到够得着哪些企业。'
            : '发布后企业马上能搜到，并看到自己的判定。'}
        </span>
        <span className="grow" />
        {step === 0 && <Button onClick={() => goTo(1)}>下一步</Button>}
        <Button loading={saving.isSaving} onClick={() => saving.save(false)}>
          {policy && policy.status !== 'draft' ? '存改动' : '存草稿'}
          <Kbd>Ctrl ↵</Kbd>
        </Button>
        {(!policy || policy.status === 'draft') && (
          <Button type="primary" loading={saving.isSaving} onClick={() => saving.save(true)}>
            发布
          </Button>
        )}
      </footer>
    </>
  );
}

/** Saving and publishing, what was refused, and a question before unsaved work is left. */
function useSaving(policy: Policy | undefined, input: PolicyInput) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [problems, setProblems] = useState<{ path: string; rule: string }[]>([]);
  const [isSaving, setIsSaving] = useState(false);
  const [isDirty, setIsDirty] = useState(false);
  const mayLeave = useRef(false);
  const blocker = useBlocker(() => isDirty && !mayLeave.current);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({
      title: '有改动没存，离开吗？',
      okText: '离开，不存',
      cancelText: '接着写',
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
  }, [blocker, modal]);

  const save = async (publish: boolean) => {
    if (isSaving) return;
    setIsSaving(true);
    setProblems([]);
    try {
      const saved = policy
        ? await request('PUT /policies/:id', { params: { id: policy.id }, body: input })
        : await request('POST /policies', { body: input });
      mayLeave.current = true;
      setIsDirty(false);
      queries.setQueryData(['policies', 'one', saved.id], saved);
      if (publish) {
        await request('POST /policies/:id/publication', { params: { id: saved.id } }).catch(
          (error: unknown) => {
            // The draft is kept: without its address a second press would write it twice.
            if (!policy) void navigate(`/policies/${saved.id}`, { replace: true });
            throw error;
          },
        );
      }
      await queries.invalidateQueries({ queryKey: ['policies'] });
      const done = publish ? '已发布' : policy && policy.status !== 'draft' ? '改动已存' : '草稿已存';
      void message.success(done);
      if (publish) void navigate('/policies');
      else if (!policy) void navigate(`/policies/${saved.id}`, { replace: true });
    } catch (error) {
      const isForeign = policy && error instanceof ApiError && error.code === 'NOT_FOUND';
      void message.error(isForeign ? '这件政策不是本单位写的，只能看，不能改' : refusalText(error));
      if (error instanceof ApiError) setProblems(error.details);
    } finally {
      setIsSaving(false);
    }
  };
  // Ctrl+Enter sends, from inside a field too.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') void save(false);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });
  return {
    problems,
    isSaving,
    isDirty,
    touch: () => {
      mayLeave.current = false;
      setIsDirty(true);
    },
    save: (publish: boolean) => void save(publish),
  };
}

function Items({ items, onChange }: { items: PolicyItem[]; onChange: (items: PolicyItem[]) => void }) {
  const { modal } = App.useApp();
  const [at, setAt] = useState(0);
  const item = items[at];
  const counted = useAudience(item?.rule);
  const audience = counted.query.data;
  const rows = item ? toRows(item.rule) : null;
  const change = (part: Partial<PolicyItem>) =>
    onChange(items.map((old, index) => (index === at ? { ...old, ...part } : old)));
  const add = () => {
    onChange([...items, emptyItem(items)]);
    setAt(items.length);
  };
  const remove = () =>
    modal.confirm({
      title: `删掉“${item?.title || '未命名'}”？`,
      okText: '删掉',
      okButtonProps: { danger: true },
      onOk: () => {
        onChange(items.filter((_, index) => index !== at));
        setAt(0);
      },
    });
  return (
    <div className="page-columns policy-columns">
      <section className="panel" aria-label="事项与规则">
        <div className="panel-head">
          <h2>{items.length > 0 ? `事项 ${at + 1} / ${items.length}` : '事项'}</h2>
          {items.length > 0 && (
            <span className="cut item-tabs">
              <Segmented
                value={at}
                onChange={setAt}
                options={items.map((entry, index) => ({
                  value: index,
                  label: `${index + 1} ${entry.title || '未命名'}`,
                }))}
              />
            </span>
          )}
          <span className="grow" />
          <Button icon={<PlusOutlined />} disabled={items.length >= 20} onClick={add}>
            事项
          </Button>
        </div>
        {item ? (
          <>
            <div className="scroll">
              <ItemFields key={item.key} item={item} onChange={change} onRemove={remove} />
              {rows ? (
                <RuleEditor
                  key={`${item.key}-rule`}
                  rows={rows}
                  audience={audience}
                  isCounting={counted.isStale}
                  onChange={(changed) => change({ rule: toRule(changed) })}
                />
              ) : (
                <p className="panel-body meta">这条规则有多层条件组，这里只看，不改。</p>
              )}
            </div>
            {audience && (
              <p className="sentence">
                <b>读作</b>
                {audience.sentence}
              </p>
            )}
          </>
        ) : (
          <p className="panel-body meta">只是发文、解读或清单时，可以没有事项。</p>
        )}
      </section>
      <div className="stack audience">
        {item ? (
          <AudiencePanel {...counted} />
        ) : (
          <p className="panel panel-body meta">加一个事项，就能看到它够得着哪些企业。</p>
        )}
      </div>
    </div>
  );
}
