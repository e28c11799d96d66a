import { formatAmount } from '@/format/amounts';

/** What an item gives, cut into the amount that is shown large and the words beside it. */
export interface BenefitParts {
  amountFen?: number;
  /** Before the amount: 约, 最高, 每年最高. */
  prefix?: string;
  note?: string;
}

interface Benefit {
  benefit?: string;
  maxAmountFen?: number;
  estimatedAmountFen?: number;
}

/** The estimate for this enterprise first; else the most that can be had, said once even where the words say it too. */
export function benefitParts({ benefit = '', maxAmountFen, estimatedAmountFen }: Benefit): BenefitParts {
  const pieces = benefit.split('，').filter(Boolean);
  if (estimatedAmountFen !== undefined) {
    const note = pieces.filter((piece) => !piece.includes('最高')).join('，');
    return { amountFen: estimatedAmountFen, prefix: '约', ...(note ? { note } : {}) };
  }
  if (maxAmountFen === undefined) return benefit ? { note: benefit } : {};
  const amount = formatAmount(maxAmountFen);
  const saying = pieces.find((piece) => piece.endsWith(amount));
  const prefix = saying === undefined ? '最高' : saying.slice(0, -amount.length).trim();
  const note = pieces.filter((piece) => piece !== saying).join('，');
  return { amountFen: maxAmountFen, ...(prefix ? { prefix } : {}), ...(note ? { note } : {}) };
}
