import { View } from '@tarojs/components';
import type { PolicyMatch, PolicyRow } from '@contract';
import { policyKindText, policyStatusText } from '@contract/words';
import { formatMonthDay } from '@/format/dates';
import { AmountText } from '../amount-text';
import { Card } from '../card';
import { VerdictMark } from '../mark';
import { Benefit, Deadline } from '../match-card';
import { benefitParts } from '../match-card/benefit';
import { Tag } from '../tag';
import './index.scss';

interface Piece {
  text: string;
  hit: boolean;
}

interface PolicyCardProps {
  policy: PolicyRow;
  now: Date;
  onOpen: () => void;
  /** The title with the words that were searched for. */
  title?: readonly Piece[];
  /** The 文号 with what the search named of it; only where the search named this document. */
  docNo?: readonly Piece[];
  /** This enterprise’s best verdict on its items, what that one gives, and why not. */
  verdict?: Pick<PolicyMatch, 'verdict' | 'because' | 'benefit' | 'maxAmountFen' | 'estimatedAmountFen'>;
}

/** A published document in a list: who issued it, what it is about, until when, and the own verdict where known. */
export function PolicyCard({ policy, now, onOpen, title, docNo, verdict }: PolicyCardProps) {
  const passage = policy.highlight ?? (policy.reading ? [{ text: policy.reading, hit: false }] : []);
  const pieces = docNo ?? passage;
  return (
    <Card className="q-policy" label={policy.title} onTap={onOpen}>
      <View className="q-between">
        {docNo ? <Tag tone="accent">文号对上</Tag> : <View className="q-meta">{policy.issuer}</View>}
        <Standing policy={policy} now={now} />
      </View>
      <View className="q-t17">
        <Marked pieces={title ?? [{ text: policy.title, hit: false }]} />
      </View>
      {pieces.length > 0 && (
        <View className="q-body">
          <Marked pieces={pieces} />
        </View>
      )}
      {(verdict || policy.benefit) && (
        <View className="q-policy__end">
          {verdict && <VerdictMark verdict={verdict.verdict} />}
          {verdict?.verdict === 'not-met' && verdict.because ? (
            <View className="q-body q-policy__because">
              <View className="q-match__lead">因为</View>
              {verdict.because}
            </View>
          ) : (
            <Gives policy={policy} verdict={verdict} />
          )}
        </View>
      )}
    </Card>
  );
}

/** For an enterprise the amount alone, large; else the words. */
function Gives({ policy, verdict }: Pick<PolicyCardProps, 'policy' | 'verdict'>) {
  const { amountFen, prefix } = benefitParts(
    verdict
      ? { ...verdict, estimatedAmountFen: verdict.verdict === 'met' ? verdict.estimatedAmountFen : undefined }
      : {},
  );
  return amountFen === undefined ? (
    <Benefit benefit={policy.benefit} />
  ) : (
    <AmountText fen={amountFen} prefix={prefix} />
  );
}

/** A deadline while the document is in force, else what became of it; news and stories show their day. */
function Standing({ policy, now }: { policy: PolicyRow; now: Date }) {
  if (policy.status !== 'in-force' && policy.status !== 'unverified')
    return <Tag>{policyStatusText[policy.status]}</Tag>;
  if (policy.deadline) return <Deadline day={policy.deadline} now={now} />;
  if (policy.benefit) return <Deadline day={undefined} now={now} />;
  const day = policy.issuedOn ? formatMonthDay(policy.issuedOn, now) : '';
  return (
    <View className="q-meta">{policy.kind === 'policy' ? day : `${policyKindText[policy.kind]} ${day}`}</View>
  );
}

function Marked({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map(({ text, hit }, index) => (
        <View key={index} className={`q-policy__piece ${hit ? 'q-hit' : ''}`}>
          {text}
        </View>
      ))}
    </>
  );
}
