import { benchCounts, benchPlans } from './support/audience-side';
import type { Row } from './support/row';
import { benchSearch } from './support/search-side';

/** Measures policy search beside other engines, and audiences and pushes from a county to a province. */
export async function bench({ quick }: { quick: boolean }): Promise<Row[]> {
  return [
    ...benchSearch(quick ? [1_000, 3_000, 10_000] : [10_000, 30_000, 100_000]),
    ...(await benchCounts(quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000])),
    ...(await benchPlans(quick ? 50_000 : 1_000_000)),
  ];
}
