// What nearly every listing says, whatever it is about.
const commonplaces =
  /求购|采购|供应|出售|寻求|寻找|需要|提供|可以|希望|要求|长期|合作|现货|以上|以下|以内|左右|每月|每年|每天|月产|年产|首批|万件|万套|千件|详谈|面谈|优先|欢迎/gu;
// Counts, sizes and amounts; numbers of four digits and more without a mark are grades and models (6061, 6204).
const quantities =
  /(?<![\p{Script=Latin}\d\p{Pd}])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{1,3})(?![\d\p{Script=Latin}])/gu;

/** A listing's text without the words that tell nothing of its subject. */
export function tellingWords(text: string): string {
  return text.normalize('NFKC').replace(quantities, ' ').replace(commonplaces, ' ');
}
