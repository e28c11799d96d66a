import type { EventKind, PolicyKind, PolicyTopic } from '@contract/enums';

/** One of the four areas of a public home: which policies and events it gathers. */
export interface Area {
  /** In the address: /portal/410122/finance. */
  key: 'policies' | 'finance' | 'market' | 'labour';
  title: string;
  /** What is found here, in a few words. */
  about: string;
  topics?: readonly PolicyTopic[];
  kinds: readonly PolicyKind[];
  eventKinds: readonly EventKind[];
}

const documents: readonly PolicyKind[] = [
  'policy',
  'interpretation',
  'fee-list',
  'approval-list',
  'negative-list',
];

/** The four areas in the order in which a home shows them. */
export const areas: readonly Area[] = [
  {
    key: 'policies',
    title: '政策法规',
    about: '法规、政策、解读和清单',
    kinds: documents,
    eventKinds: ['lecture', 'training', 'clinic'],
  },
  {
    key: 'finance',
    title: '融资服务',
    about: '贷款、贴息、担保和奖补',
    topics: ['finance'],
    kinds: documents,
    eventKinds: ['finance-roadshow'],
  },
  {
    key: 'market',
    title: '市场开拓',
    about: '采购、展会和外贸',
    topics: ['market', 'foreign-trade'],
    kinds: documents,
    eventKinds: ['fair', 'trade-roadshow', 'e-commerce-roadshow', 'exposition', 'study-visit'],
  },
  {
    key: 'labour',
    title: '人力资源',
    about: '招工、稳岗、培训和人才',
    topics: ['employment', 'talent'],
    kinds: documents,
    eventKinds: ['jobs-roadshow', 'training'],
  },
];
