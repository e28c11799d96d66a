import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useEffect } from 'react';
import type { Briefing, BriefingInput } from '@contract/index';
import { request } from '../../api/request';
import { DayInput } from '../../components/day-input';
import { Kbd } from '../../components/keys';
import { TextItem } from '../../components/text-item';
import { useAct } from '../../components/use-act';
import { linesOf } from './body-text';
import { BriefingCard } from './briefing-card';

interface Fields {
  policyIds: string[];
  title: string;
  sentences: string;
  whoText: string;
  amountText: string;
  untilOn?: string;
}

const longestSentence = 60;

const toFields = (briefing: Briefing): Fields => ({
  policyIds: briefing.policyIds,
  title: briefing.title,
  sentences: briefing.sentences.join('\n'),
  whoText: briefing.whoText,
  amountText: briefing.amountText,
  untilOn: briefing.untilOn,
});

const toInput = (fields: Fields): BriefingInput => ({
  policyIds: fields.policyIds,
  title: fields.title.trim(),
  sentences: linesOf(fields.sentences),
  whoText: fields.whoText.trim(),
  amountText: fields.amountText.trim(),
  untilOn: fields.untilOn,
});

/** The reading of a policy in the sentences that are long enough to say something. */
const sentencesOf = (reading: string) =>
  (reading.match(/[^。！？；]+[。！？；]?/g) ?? [])
    .map((sentence) => sentence.trim().slice(0, longestSentence))
    .slice(0, 3)
    .join('\n');

/** Composes a briefing from published policies, beside the card that the phone will show. */
export function BriefingForm({
  briefing,
  onSaved,
  onCancel,
}: {
  briefing: Briefing | undefined;
  onSaved: (id: string) => void;
  onCancel: () => void;
}) {
  const [form] = Form.useForm<Fields>();
  const written = Form.useWatch([], form) as Partial<Fields> | undefined;
  const { isActing, act } = useAct();
  const queries = useQueryClient();
  const policies = useQuery({
    queryKey: ['policies', 'for-briefing'],
    queryFn: () => request('GET /policies', { query: { limit: 100, kind: 'policy', status: 'in-force' } }),
  });
  const fill = (ids: string[]) => {
    const first = policies.data?.items.find(({ id }) => id === ids[0]);
    if (!first || form.getFieldValue('title')) return;
    form.setFieldsValue({
      title: first.title.slice(0, 40),
      sentences: sentencesOf(first.reading ?? ''),
      amountText: first.benefit ?? '',
      untilOn: first.deadline,
    });
  };
  const save = (fields: Fields) =>
    act(async () => {
      const body = toInput(fields);
      const saved = briefing
        ? await request('PUT /briefings/:id', { params: { id: briefing.id }, body })
        : await request('POST /briefings', { body });
      // Chosen from the list next: it has to be in there.
      await queries.invalidateQueries({ queryKey: ['briefings'] });
      onSaved(saved.id);
      return '草稿已存，看看推给谁';
    });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') form.submit();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [form]);
  return (
    <section className="panel" aria-label="写简报">
      <div className="panel-head">
        <h2>{briefing ? `改第 ${briefing.number} 期` : '写一期简报'}</h2>
      </div>
      <div className="briefing-form scroll">
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          scrollToFirstError
          {...(briefing ? { initialValues: toFields(briefing) } : {})}
          onFinish={(fields) => void save(fields)}
        >
          <Form.Item
            name="policyIds"
            label="依据哪些政策"
            rules={[{ required: true, message: '至少选一件政策' }]}
          >
            <Select
              mode="multiple"
              maxCount={10}
              showSearch={{ optionFilterProp: 'label' }}
              loading={policies.isPending}
              options={(policies.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
              onChange={fill}
            />
          </Form.Item>
          <TextItem name="title" label="标题" missing="写上标题" maxLength={40} showCount />
          <Form.Item
            name="sentences"
            label="三句话（一行一句，每句不过 60 字）"
            rules={[{ validator: (_, text: string | undefined) => checkSentences(text ?? '') }]}
          >
            <Input.TextArea autoSize={{ minRows: 3 }} />
          </Form.Item>
          <div className="fields">
            <TextItem
              name="whoText"
              label="给谁"
              missing="写上给谁"
              maxLength={60}
              placeholder="在河南的中小制造业企业"
            />
            <TextItem name="amountText" label="给多少" missing="写上给多少" maxLength={80} />
            <Form.Item name="untilOn" label="到哪天">
              <DayInput placeholder="常年" />
            </Form.Item>
          </div>
          <div className="row">
            <Button type="primary" htmlType="submit" loading={isActing}>
              存草稿，看受众<Kbd>Ctrl ↵</Kbd>
            </Button>
            <Button onClick={onCancel}>不写了</Button>
          </div>
        </Form>
        <BriefingCard
          title={written?.title ?? ''}
          sentences={linesOf(written?.sentences ?? '')}
          whoText={written?.whoText ?? ''}
          amountText={written?.amountText ?? ''}
          untilOn={written?.untilOn}
        />
      </div>
    </section>
  );
}

function checkSentences(text: string): Promise<void> {
  const lines = linesOf(text);
  if (lines.length === 0) return Promise.reject(new Error('至少写一句'));
  if (lines.length > 3) return Promise.reject(new Error('最多三句'));
  const long = lines.findIndex((line) => line.length > longestSentence);
  return long < 0
    ? Promise.resolve()
    : Promise.reject(new Error(`第 ${long + 1} 句有 ${lines[long]?.length} 字，超过 ${longestSentence} 字`));
}
