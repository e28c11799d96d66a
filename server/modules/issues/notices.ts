import type { OrganizationKind } from '@contract/enums';

/** One-character names of Henan, its cities and some counties, as their documents are numbered. */
const abbreviations: Record<string, string> = {
  '410000': '豫',
  '410100': '郑',
  '410200': '汴',
  '410300': '洛',
  '410400': '平',
  '410500': '安',
  '410600': '鹤',
  '410700': '新',
  '410800': '焦',
  '410900': '濮',
  '411000': '许',
  '411100': '漯',
  '411200': '三',
  '411300': '宛',
  '411400': '商',
  '411500': '信',
  '411600': '周',
  '411700': '驻',
  '419001': '济',
  '410122': '牟',
};

/**
 * The number of a 转办通知单, e.g. “郑企服转〔2026〕12号”: the issuing body's short form, the year, and its running number
 * in that year.
 */
export function noticeNumber(
  issuer: { kind: OrganizationKind; shortName: string; regionCode: string; regionName: string },
  year: number,
  runningNumber: number,
): string {
  const region = abbreviations[issuer.regionCode] ?? issuer.regionName.replace(/[县市区]$/, '');
  const prefix = issuer.kind === 'service-office' ? `${region}企服转` : `${issuer.shortName}转`;
  return `${prefix}〔${year}〕${runningNumber}号`;
}
