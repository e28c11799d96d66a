import type { DataExport, Deletion, PrivacyConsent } from '@contract';
import { formatMoment } from '@/format/dates';
import { formatVersion } from '@/format/privacy';

/** The statement of the page: who looked lately. */
export function readersText({ readers, readings }: { readers: number; readings: number }): string {
  if (readings === 0) return '近 30 天，没有人看过您的完整手机号';
  return `近 30 天，${readers} 个人看过您的手机号`;
}

/** What is known of a consent, below its name. */
export function consentText({ version, givenAt, withdrawnAt }: PrivacyConsent, now: Date): string {
  const given = `${formatVersion(version)}，${formatMoment(givenAt, now)} 同意`;
  return withdrawnAt ? `${given}，${formatMoment(withdrawnAt, now)} 收回` : given;
}

/** Where the newest copy stands, in one line. */
export function exportText(copy: DataExport | undefined, now: Date): string {
  if (!copy) return '一般几分钟备好，链接 10 分钟内有效';
  switch (copy.status) {
    case 'waiting':
      return '排上了，马上开始';
    case 'running':
      return `正在准备，${copy.percent}%`;
    case 'ready':
      return copy.expiresAt ? `备好了，留到 ${formatMoment(copy.expiresAt, now)}` : '备好了';
    case 'failed':
      return '上次没备成，请再要一份';
    case 'expired':
      return '上一份过期删了，可以再要一份';
  }
}

/** What closing the account means, and what has to be done before. */
export function deletionRules({ waitDays, openIssues }: Deletion): string[] {
  return [
    `等 ${waitDays} 天，这 ${waitDays} 天里都能反悔`,
    '到期后姓名、手机号、站内消息删掉，微信解绑，不能恢复',
    '办结的诉求按档案规定留存，里面换成“某企业人员”',
    ...(openIssues.length > 0
      ? [`还有 ${openIssues.length} 件诉求没办完，会接着办，由同事跟：${titles(openIssues)}`]
      : []),
  ];
}

function titles(issues: Deletion['openIssues']): string {
  const shown = issues.slice(0, 3).map(({ title }) => `“${title}”`);
  return shown.join('、') + (issues.length > 3 ? ` 等 ${issues.length} 件` : '');
}
