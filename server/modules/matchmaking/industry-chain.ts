import { findIndustry, industryName, industryPath } from '../enterprises/industries';

/** How near two industries stand, best first. */
export type IndustryTie = 'same-class' | 'same-group' | 'same-division' | 'chain' | 'same-section' | 'none';

/** What each tie counts, in [0, 1]. */
export const tieScore: Record<IndustryTie, number> = {
  'same-class': 1,
  'same-group': 0.85,
  'same-division': 0.7,
  chain: 0.55,
  'same-section': 0.2,
  none: 0,
};

/**
 * Divisions of GB/T 4754-2017 whose main products go into other divisions, by what they make: an editor's table of
 * the common chains, not a statistical input-output table.
 */
const goesInto: Record<string, readonly string[]> = {
  '01': ['13', '14', '15', '17', '29'],
  '02': ['20', '22'],
  '03': ['13', '14', '19'],
  '04': ['13', '14'],
  '06': ['25', '26', '44'],
  '07': ['25', '26', '45'],
  '08': ['31'],
  '09': ['32'],
  '10': ['26', '30', '47', '48'],
  '13': ['14', '15', '03', '51', '52', '62'],
  '14': ['51', '52', '62'],
  '15': ['51', '52', '62'],
  '17': ['18', '19', '21'],
  '19': ['18', '21'],
  '20': ['21', '50'],
  '22': ['23', '13', '14', '27', '39'],
  '25': ['26', '28', '31', '54'],
  '26': ['27', '28', '29', '01', '30', '38'],
  '28': ['17', '29'],
  '29': ['33', '34', '35', '36', '38', '39', '47'],
  '30': ['31', '47', '48', '49', '36'],
  '31': ['33', '34', '35', '36', '37', '38', '47', '48'],
  '32': ['33', '36', '37', '38', '39'],
  '33': ['34', '35', '36', '37', '38', '39', '40', '47'],
  '34': ['33', '35', '36', '37', '38', '40'],
  '35': ['01', '06', '13', '14', '17', '26', '27', '29', '30', '33', '39'],
  '36': ['54', '51', '52'],
  '37': ['53', '54', '55', '56'],
  '38': ['34', '35', '36', '39', '44', '48', '49'],
  '39': ['34', '35', '36', '38', '40', '63', '65'],
  '40': ['34', '35', '36', '38', '44'],
  '42': ['31', '32', '22'],
  '44': ['31', '32', '26', '30'],
  '51': ['52'],
  '59': ['51', '52'],
  '65': ['34', '35', '36', '39', '64'],
  '73': ['26', '27', '34', '35', '36', '38', '39'],
  '83': ['34', '35', '36', '38', '39'],
};

/**
 * How two industries hang together, and which of them is upstream where it is by a chain that runs one way only.
 * Symmetric.
 */
export function industryTie(one: string, other: string): { tie: IndustryTie; upstream?: string } {
  const [mine, theirs] = [industryPath(one), industryPath(other)];
  const common = mine.filter((code) => theirs.includes(code)).at(-1);
  const level = common === undefined ? 0 : (findIndustry(common)?.level ?? 0);
  if (level >= 4) return { tie: 'same-class' };
  if (level === 3) return { tie: 'same-group' };
  if (level === 2) return { tie: 'same-division' };
  const [mineDivision, theirDivision] = [divisionOf(one), divisionOf(other)];
  if (mineDivision && theirDivision) {
    const isDown = goesInto[mineDivision]?.includes(theirDivision) ?? false;
    const isUp = goesInto[theirDivision]?.includes(mineDivision) ?? false;
    if (isDown && isUp) return { tie: 'chain' };
    if (isDown || isUp) return { tie: 'chain', upstream: isDown ? one : other };
  }
  return { tie: level === 1 ? 'same-section' : 'none' };
}

/** Code of the division an industry lies in; undefined for a section. */
function divisionOf(code: string): string | undefined {
  return industryPath(code).find((step) => findIndustry(step)?.level === 2);
}

/** Name of the division, without the word for trade at its end where the rest stands alone: 专用设备制造. */
export function divisionName(code: string): string {
  return industryName(divisionOf(code) ?? code).replace(/(?<=.{2})业$/, '');
}
