import type { Attribute, ItemVerdict, Policy } from '@contract';
import { serverNow } from '@/api/clock';
import { declareFacts, listAttributes } from '@/api/enterprises';
import { getPolicy, getVerdicts } from '@/api/policies';
import type { FactValue } from '@/components/fact-field/fact-value';
import { useResource } from '@/hooks/use-resource';

export interface Judgement {
  verdicts: ItemVerdict[];
  attributes: Attribute[];
  judgedAt: Date;
}

/** One policy; anybody may read it. */
export function usePolicy(id: string) {
  return useResource<Policy>(() => getPolicy(id), id);
}

/** The verdicts of one policy for the enterprise that is acted for, and how a missing fact is filled in. */
export function useJudgement(policyId: string, enterpriseId: string) {
  const judgement = useResource<Judgement>(async () => {
    const [verdicts, attributes] = await Promise.all([getVerdicts(policyId), listAttributes()]);
    return { verdicts, attributes, judgedAt: serverNow() };
  }, `${policyId}:${enterpriseId}`);
  return {
    ...judgement,
    /** Stores the fact as declared by the enterprise and judges again. */
    fill: async (attribute: string, value: FactValue): Promise<ItemVerdict[]> => {
      await declareFacts({ facts: [{ attribute, value }] });
      const verdicts = await getVerdicts(policyId);
      judgement.replace({ verdicts, attributes: judgement.data?.attributes ?? [], judgedAt: serverNow() });
      return verdicts;
    },
  };
}
