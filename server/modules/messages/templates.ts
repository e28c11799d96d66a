import type { MessageTemplate } from '@contract/enums';

/** One keyword of a template as it was chosen in WeChat's console. */
export interface TemplateField {
  /** WeChat's key; its letters name the kind, whose limits `template-fields.ts` knows. */
  key: string;
  /** Keyword shown on the card. */
  label: string;
  /** Sent where the caller has nothing to say: WeChat refuses a message with an empty keyword. */
  otherwise?: string;
  /** Of a keyword of the kind `enum`: the values that WeChat lists for it. */
  choices?: readonly string[];
}

/**
 * The keywords of every subscription template, by the name the product gives them. A production account adds the
 * templates with exactly these keywords, in this order, from the public library of its category.
 */
export const templates = {
  'policy-briefing': {
    title: '政策推送通知',
    fields: {
      title: { key: 'thing1', label: '政策名称' },
      issuer: { key: 'thing2', label: '发布单位', otherwise: '企业服务办公室' },
      benefit: { key: 'thing3', label: '支持内容', otherwise: '点开看对本企业的结论' },
      deadline: { key: 'thing4', label: '申报截止', otherwise: '长期有效' },
    },
  },
  'issue-progress': {
    title: '诉求办理进度通知',
    fields: {
      number: { key: 'character_string1', label: '诉求编号' },
      title: { key: 'thing2', label: '诉求内容' },
      status: { key: 'phrase3', label: '办理状态' },
      time: { key: 'time4', label: '时间' },
      note: { key: 'thing5', label: '备注', otherwise: '点开查看详情' },
    },
  },
  'event-reminder': {
    title: '活动提醒',
    fields: {
      title: { key: 'thing1', label: '活动名称' },
      time: { key: 'time2', label: '活动时间' },
      venue: { key: 'thing3', label: '活动地点', otherwise: '见活动详情' },
      note: { key: 'thing4', label: '温馨提示', otherwise: '请带上入场码' },
    },
  },
} as const satisfies Record<MessageTemplate, { title: string; fields: Record<string, TemplateField> }>;

type Templates = typeof templates;
type Needed<F> = { [K in keyof F]: F[K] extends { otherwise: string } ? never : K }[keyof F];

/**
 * A subscription message by the product's field names. Times may be ISO instants: they are written in Asia/Shanghai.
 * Too long a text is cut with “…”.
 */
export type Subscription = {
  [T in MessageTemplate]: {
    template: T;
    fields: { [K in Needed<Templates[T]['fields']>]: string } & {
      [K in keyof Templates[T]['fields']]?: string;
    };
  };
}[MessageTemplate];

/** What a text message says of a message: its title, nothing of the matter, because anybody may look at the phone. */
export function textMessage(title: string): string {
  return `【企服通】${title}。请在微信打开“企服通”小程序，到“消息”里看详情。`;
}
