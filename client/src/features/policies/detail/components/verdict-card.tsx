import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Attribute, ItemVerdict } from '@contract';
import { ApiError } from '@/api/request';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { FactInput } from '@/components/fact-field';
import {
  isFillable,
  isTypedNumber,
  nameOf,
  parseFact,
  unitOf,
  type FactDraft,
  type FactValue,
} from '@/components/fact-field/fact-value';
import { Field } from '@/components/field';
import { VerdictMark } from '@/components/mark';
import { openPage } from '@/platform/navigation';
import { countClauses, headlineOf } from '../view-model';

interface VerdictCardProps {
  verdict: ItemVerdict;
  attributes: readonly Attribute[];
  onFill: (attribute: string, value: FactValue) => Promise<void>;
}

/** Whether this enterprise fits, and the one thing to do: fill in a fact, change something, or apply. */
export function VerdictCard({ verdict, attributes, onFill }: VerdictCardProps) {
  const tone = verdict.verdict === 'unknown' ? 'warn' : 'plain';
  return (
    <Card tone={tone} className={`policy-verdict policy-verdict--${verdict.verdict}`}>
      <View className="q-between">
        <VerdictMark verdict={verdict.verdict} />
        <View className="q-meta">{countClauses(verdict.clauses)}</View>
      </View>
      <View className="q-t17">{headlineOf(verdict)}</View>
      {verdict.verdict === 'unknown' && <FillIn verdict={verdict} attributes={attributes} onFill={onFill} />}
      {verdict.verdict === 'not-met' && <Changes verdict={verdict} />}
      {verdict.verdict === 'met' && verdict.because && <View className="q-body">因为{verdict.because}</View>}
    </Card>
  );
}

function Changes({ verdict }: { verdict: ItemVerdict }) {
  if (!verdict.isChangeable || verdict.changes.length === 0)
    return <View className="q-body">因为{verdict.because}</View>;
  return (
    <View className="policy-changes">
      {verdict.changes.map((change) => (
        <View key={change} className="policy-changes__item q-body">
          {change}
        </View>
      ))}
    </View>
  );
}

/** One missing fact at a time, in place; what was typed stays when it can’t be sent. */
function FillIn({ verdict, attributes, onFill }: VerdictCardProps) {
  const [drafts, setDrafts] = useState<Record<string, FactDraft>>({});
  const [error, setError] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const known = new Map(attributes.map((attribute) => [attribute.attribute, attribute]));
  const gap = verdict.missing.find(({ attribute }) => {
    const found = known.get(attribute);
    return found !== undefined && isFillable(found);
  });
  const attribute = gap && known.get(gap.attribute);
  if (!gap || !attribute) return <NotFillable labels={verdict.missing.map(({ label }) => label)} />;
  const draft = drafts[attribute.attribute];

  const send = async () => {
    const parsed = parseFact(attribute, draft);
    if ('rule' in parsed) {
      setError(parsed.rule);
      return;
    }
    setIsSending(true);
    setError(undefined);
    try {
      await onFill(attribute.attribute, parsed.value);
    } catch (failure) {
      setError(
        failure instanceof ApiError ? (failure.details[0]?.rule ?? failure.message) : '没存上，请再试一次',
      );
    } finally {
      setIsSending(false);
    }
  };

  // A long unit would leave no room for the number beside the button.
  const isShort = isTypedNumber(attribute) && (unitOf(attribute) ?? '').length <= 2;
  const button = (
    <Button block={!isShort} loading={isSending} onTap={() => void send()}>
      填好，重新判断
    </Button>
  );
  return (
    <>
      <View className="q-body">
        {gap.hint ? `${gap.hint}，下回不用再填。` : '填一次就记住，下回不用再填。'}
      </View>
      <Field label={nameOf(attribute)} required error={error}>
        <View className={isShort ? 'policy-fill' : 'policy-fill policy-fill--tall'}>
          <FactInput
            attribute={attribute}
            draft={draft}
            onChange={(next) => setDrafts({ ...drafts, [attribute.attribute]: next })}
            onConfirm={() => void send()}
          />
          {button}
        </View>
      </Field>
    </>
  );
}

/** Facts that come from registers or certificates: the profile says how each gets there. */
function NotFillable({ labels }: { labels: readonly string[] }) {
  return (
    <>
      <View className="q-body">{labels.join('、')}要由部门核验，不能自己填。</View>
      <Button kind="soft" size="small" onTap={() => void openPage('enterprises/profile')}>
        看企业资料
      </Button>
    </>
  );
}
