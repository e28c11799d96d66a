import fc from 'fast-check';
import {
  cityOf,
  isWithin,
  regionFullName,
  regionLevel,
  regionName,
  regionPath,
  regions,
  regionsWithin,
} from '../../../server/modules/organizations/regions';

describe('the regions of Henan', () => {
  it('are the province, 18 cities and 156 counties', () => {
    const count = (level: string) => regions.filter((region) => region.level === level).length;
    expect([count('province'), count('city'), count('county')]).toEqual([1, 18, 156]);
  });

  it('form a path from the province down', () => {
    expect(regionPath('410122')).toEqual(['410000', '410100', '410122']);
    expect(cityOf('410122')).toBe('410100');
    expect(cityOf('410100')).toBe('410100');
    expect(cityOf('410000')).toBeUndefined();
    expect(regionName('410122')).toBe('中牟县');
    expect(regionFullName('410122')).toBe('郑州市中牟县');
    expect(regionFullName('410000')).toBe('河南省');
  });

  it('hold 济源, which the province administers, as a city', () => {
    expect(regionLevel('419001')).toBe('city');
    expect(cityOf('419001')).toBe('419001');
  });

  it('all lie within the state, and other provinces within none of them', () => {
    expect(isWithin('410122', '000000')).toBe(true);
    expect(regionName('000000')).toBe('全国');
    expect(regionLevel('000000')).toBe('state');
    expect(isWithin('310115', '410000')).toBe(false);
    expect([regionLevel('310000'), regionLevel('310100'), regionLevel('310115')]).toEqual([
      'province',
      'city',
      'county',
    ]);
    expect(regionName('310115')).toBe('310115');
  });

  it('each lie within exactly the steps of their own path', () => {
    fc.assert(
      fc.property(fc.constantFrom(...regions), ({ code }) => {
        const above = regions.filter((other) => isWithin(code, other.code)).map((other) => other.code);
        expect(above.sort()).toEqual([...regionPath(code)].sort());
        expect(regionsWithin(code)).toContain(code);
      }),
    );
  });
});
