import { EnterpriseGate } from '@/components/enterprise-gate';
import { Page } from '@/components/page';
import { IssueList } from './components/issue-list';
import './index.scss';

/** 诉求: where are my problems? */
export default function Issues() {
  return (
    <Page>
      <EnterpriseGate subject="诉求" promise="谁在办、哪天答复，都看得到。">
        {({ enterpriseId }) => <IssueList key={enterpriseId} enterpriseId={enterpriseId} />}
      </EnterpriseGate>
    </Page>
  );
}
