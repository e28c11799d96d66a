import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

let jieba: Jieba | undefined;
// The dictionary takes a second to load: only the first text that is segmented pays for it.
const segmenter = () => (jieba ??= Jieba.withDict(dict));

/** Words that stand in nearly every text and tell nothing of its subject. */
const stopWords = new Set(
  (
    '的 了 和 与 及 或 等 在 是 对 为 以 于 中 上 下 由 将 并 被 把 向 从 到 按 就 也 都 而 则 但 其 该 此 这 那 ' +
    '之 所 者 个 有 无 不 可 能 应 要 会 让 给 我 我们 你 你们 您 他 他们 她 它 它们 自己 什么 怎么 怎样 如何 ' +
    '多少 哪些 哪里 哪个 请问 请 吗 呢 吧 啊 号 第 年 月 日 一个 一些 以及 或者 并且 因为 所以 如果 可以 已经 没有 ' +
    '关于 通过 根据 按照 进行 对于 由于 the a an of to and or in on for is are'
  ).split(' '),
);

// 〔2026〕31号, [2026]31号, (2026) 31, 2026 31, 2026年第31号, 202631号: the year and the running number, whatever
// stands around them. Without a bracket or a space the 号 tells it from a date or an amount.
const year = '((?:19|20)\\d{2})';
const documentNumber = new RegExp(
  `(?<![\\d.])(?:[〔[(【{〖]\\s*${year}\\s*[〕\\])】}〗]\\s*(?:第\\s*)?|${year}\\s*[〕\\])】}〗]\\s*(?:第\\s*)?|` +
    `${year}\\s(?:第\\s*)?)(\\d{1,5})(?:\\s*号|(?![\\d.]))|` +
    `(?<![\\d.])${year}\\s*(?:年\\s*第?|第|)\\s*(\\d{1,4})\\s*号`,
  'g',
);
const hasWord = /[\p{L}\p{N}]/u;

/** One writing for each character: full-width forms, capitals and compatibility forms fall together. */
export function normalizeText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * Search terms of a Chinese text in order, repeats kept: lower-cased words with their parts, without stop words. A
 * 文号 gives its year, its number and both together, in whichever brackets it is written, or in none.
 */
export function segment(text: string): string[] {
  const terms: string[] = [];
  const rest = normalizeText(text).replace(documentNumber, (...groups: unknown[]) => {
    const [yearPart = '', number = ''] = groups.slice(1, 7).filter((group) => typeof group === 'string');
    const plain = String(Number(number));
    terms.push(yearPart, plain, `〔${yearPart}〕${plain}`);
    return ' ';
  });
  for (const word of segmenter().cutForSearch(rest, true)) {
    const term = word.trim();
    if (hasWord.test(term) && !stopWords.has(term)) terms.push(term);
  }
  return terms;
}

/** A text in its words, with what stands between them: put together again they are the text. */
export function cutWords(text: string): string[] {
  return segmenter().cut(text, true);
}
