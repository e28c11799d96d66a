import type { Listing } from '@contract/index';

/** Phone numbers and WeChat names that would go round the introduction. */
const contactInText = /1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|微信|\bvx\b|\bqq\b/i;

/** What a reviewer looks at, each with whether it is as it should be; a person decides. */
export function checksOf(listing: Listing): { text: string; isFine: boolean }[] {
  const hasContact = contactInText.test(`${listing.title} ${listing.text}`);
  return [
    listing.resembles
      ? { text: `和本企业的“${listing.resembles.title}”很像，可能是重复`, isFine: false }
      : { text: '本企业没有相似的在架信息', isFine: true },
    hasContact
      ? { text: '正文里像有联系方式，请看一眼', isFine: false }
      : { text: '正文没有电话和微信号', isFine: true },
    listing.quantity || listing.amountFen !== undefined
      ? { text: '写了数量或金额', isFine: true }
      : { text: '没写数量和金额，对方不好判断', isFine: false },
  ];
}
