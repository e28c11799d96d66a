import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import type { IssueRow } from '@contract/issues';

import { categoryText } from '@/format/issues';

import './index.scss';

interface IssueHeadProps {
  issue: Pick<IssueRow, 'title' | 'kind' | 'field' | 'number'>;
  /** Above the title: how much time is left. */
  tag?: ReactNode;
  children?: ReactNode;
}

/** Which issue this is, on white from edge to edge; below it how far it has come. Goes into the Page's `head`. */
export function IssueHead({ issue, tag, children }: IssueHeadProps) {
  return (
    <View className="q-issue-head">
      {tag && <View className="q-issue-head__tag">{tag}</View>}
      <View className="q-title" role="heading">
        {issue.title}
      </View>
      <View className="q-meta q-issue-head__meta">
        {categoryText(issue)} · 编号 {issue.number}
      </View>
      {children && <View className="q-issue-head__below">{children}</View>}
    </View>
  );
}
