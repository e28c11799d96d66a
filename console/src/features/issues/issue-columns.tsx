import {
  CalendarOutlined,
  EnvironmentOutlined,
  MobileOutlined,
  PhoneOutlined,
  QuestionCircleOutlined,
  ShopOutlined,
  WarningOutlined,
  WechatOutlined,
} from '@ant-design/icons';
import type { TableColumnsType } from 'antd';
import type { IssueSource } from '@contract/enums';
import type { IssueRow } from '@contract/index';
import { issueFieldText, issueKindText, issueSourceText } from '@contract/words';
import { TimeBar } from '../../components/time-bar';
import { Tone } from '../../components/tone';
import { issueStatusText, issueStatusTone } from '../../format/texts';

const sourceIcons: Record<IssueSource, typeof MobileOutlined> = {
  'mini-program': MobileOutlined,
  counter: ShopOutlined,
  phone: PhoneOutlined,
  'wechat-group': WechatOutlined,
  visit: EnvironmentOutlined,
  event: CalendarOutlined,
  'policy-question': QuestionCircleOutlined,
  'off-list-fee': WarningOutlined,
};

function Flags({ issue }: { issue: IssueRow }) {
  return (
    <>
      {issue.returnCount > 0 && <span className="amber">退回 {issue.returnCount} 次</span>}
      {issue.disputeCount > 0 && <span className="amber">争议重办</span>}
      {issue.closedAs === 'lapsed' && <span className="meta">到期未确认</span>}
    </>
  );
}

const time: TableColumnsType<IssueRow>[number] = {
  title: '剩余时间',
  width: 122,
  render: (_, issue) => <TimeBar issue={issue} />,
};

/** Time left first, the accountable person always. */
export const issueColumns: TableColumnsType<IssueRow> = [
  time,
  {
    title: '问题 / 企业',
    render: (_, issue) => (
      <>
        <div className="pool-title cut" title={issue.title}>
          {issue.title}
        </div>
        <div className="pool-line cut">
          {issue.enterprise.name} · {issue.enterprise.regionName}
        </div>
      </>
    ),
  },
  {
    title: '类别 / 来源',
    width: 134,
    render: (_, issue) => {
      const Icon = sourceIcons[issue.source];
      return (
        <>
          <div className="cut">
            {issueKindText[issue.kind]} · {issueFieldText[issue.field]}
          </div>
          <div className="pool-line cut">
            <Icon aria-hidden="true" /> {issueSourceText[issue.source]}
          </div>
        </>
      );
    },
  },
  {
    title: '状态',
    width: 86,
    render: (_, issue) => (
      <>
        <Tone tone={issueStatusTone[issue.status]}>{issueStatusText[issue.status]}</Tone>
        <div className="pool-line cut">
          <Flags issue={issue} />
        </div>
      </>
    ),
  },
  {
    title: '责任人 / 单位',
    width: 122,
    render: (_, issue) => (
      <>
        <div className="cut">{issue.accountable.name}</div>
        <div className="pool-line cut" title={issue.accountable.organization.name}>
          {issue.accountable.organization.shortName}
        </div>
      </>
    ),
  },
];

/** The same in two columns, for a phone's width. */
export const phoneColumns: TableColumnsType<IssueRow> = [
  { ...time, width: 108 },
  {
    title: '问题 / 责任人',
    render: (_, issue) => (
      <>
        <div className="pool-title">{issue.title}</div>
        <div className="pool-line">{issue.enterprise.name}</div>
        <div className="pool-line">
          <Tone tone={issueStatusTone[issue.status]}>{issueStatusText[issue.status]}</Tone>{' '}
          {issue.accountable.name}，{issue.accountable.organization.shortName} <Flags issue={issue} />
        </div>
      </>
    ),
  },
];
