import { useQuery } from '@tanstack/react-query';
import { Button, Input, Steps } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Policy, PolicyInput } from '@contract/index';
import { policyStatusText } from '@contract/words';
import { request } from '../../api/request';
import { Kbd } from '../../components/keys';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { policyStatusTone } from '../../format/texts';
import { useCrumb } from '../../shell/crumb';
import { PolicyBasics } from './policy-basics';
import { Items } from './policy-items';
import { emptyItem, emptyPolicy, placeOfProblem, toInput } from './policy-draft';
import { useSaving } from './use-saving';

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
      query={{
        ...query,
        isPending: Boolean(id) && query.isPending,
        error: query.data ? null : query.error,
      }}
    >
      <Editor key={id ?? 'new'} policy={query.data} />
    </StateView>
  );
}

function Editor({ policy }: { policy: Policy | undefined }) {
  const [input, setInput] = useState<PolicyInput>(() => (policy ? toInput(policy) : emptyPolicy));
  const [correctionNote, setCorrectionNote] = useState('');
  const isPublished = policy !== undefined && policy.status !== 'draft';
  const [step, setStep] = useState(policy && policy.items.length > 0 ? 1 : 0);
  const change = (part: Partial<PolicyInput>) => {
    saving.touch();
    setInput((before) => ({ ...before, ...part }));
  };
  const saving = useSaving(policy, input, correctionNote);
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
        {policy && isPublished && (
          <Link to={`/policies/${policy.id}/versions`}>
            版本{policy.version > 1 ? ` ${policy.version}` : '、撤回'}
          </Link>
        )}
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
        {isPublished && (
          <Input
            value={correctionNote}
            maxLength={200}
            placeholder="更正说明，企业看得到"
            aria-label="更正说明"
            style={{ maxWidth: 320 }}
            onChange={(event) => {
              saving.touch();
              setCorrectionNote(event.target.value);
            }}
          />
        )}
        {step === 0 && <Button onClick={() => goTo(1)}>下一步</Button>}
        <Button loading={saving.isSaving} onClick={() => saving.save(false)}>
          {isPublished ? '发布更正' : '存草稿'}
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
