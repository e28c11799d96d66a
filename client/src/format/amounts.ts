/** Money on screen. On the wire it is whole fen; 1 yuan is 100 fen, 1 万元 is 10,000 yuan. */

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Groups of three: “12,846”. */
export function formatCount(count: number): string {
  return `${count < 0 ? '-' : ''}${group(String(Math.abs(Math.trunc(count))))}`;
}

/** A number given in hundredths, without zeros at the end. */
function decimal(hundredths: number): string {
  const whole = group(String(Math.floor(hundredths / 100)));
  const rest = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return rest ? `${whole}.${rest}` : whole;
}

export interface AmountParts {
  number: string;
  unit: '元' | '万元' | '亿元';
}

/** Splits an amount into its number and the unit that reads best; at most two decimals, rounded. */
export function amountParts(fen: number): AmountParts {
  const size = Math.abs(fen);
  const sign = fen < 0 ? '-' : '';
  if (size < 1_000_000) return { number: `${sign}${decimal(Math.round(size))}`, unit: '元' };
  // Rounding may carry into the next unit: 99,999,999.99 元 is 1 亿元.
  const inWan = Math.round(size / 10_000);
  if (inWan < 1_000_000) return { number: `${sign}${decimal(inWan)}`, unit: '万元' };
  return { number: `${sign}${decimal(Math.round(size / 100_000_000))}`, unit: '亿元' };
}

/** “62 万元”, “1,200 元”, “18.6 万元”. */
export function formatAmount(fen: number): string {
  const { number, unit } = amountParts(fen);
  return `${number} ${unit}`;
}

/** Fen from what a person typed in 万元; null when it isn't an amount. */
export function fenFromWan(text: string): number | null {
  return fenFrom(text, 1_000_000);
}

/** Fen from what a person typed in 元; null when it isn't an amount. */
export function fenFromYuan(text: string): number | null {
  return fenFrom(text, 100);
}

function fenFrom(text: string, fenPerUnit: number): number | null {
  const cleaned = text.trim().replace(/[,，\s]/g, '');
  if (!/^\d+(\.\d+)?$/.test(cleaned)) return null;
  const fen = Math.round(Number(cleaned) * fenPerUnit);
  return Number.isSafeInteger(fen) ? fen : null;
}

/** What stands in a field that is filled in 万元: “128.4”. */
export function wanForInput(fen: number): string {
  return String(Math.round(fen / 100) / 10_000);
}
