/** Systems by what their user agents say; the first that fits counts, so the narrower stand first. */
const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS|OpenHarmony/, '鸿蒙'],
  [/Android/, '安卓'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
];
const programs: [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

/** A device in a word or two, by its user agent: “Chrome，Windows”. No version, no model: nothing more is kept. */
export function deviceName(userAgent: string): string {
  const named = [programs, systems].flatMap(
    (list) => list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? [],
  );
  return named.length > 0 ? named.join('，') : '未知设备';
}

/**
 * What limits count an address as: an IPv6 address as its /64, all of which one customer has; one of IPv4 as it is.
 * @source RFC 6177: end sites are given /64 or more
 */
export function networkOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 || !address.includes(':')) return v4 ?? address;
  const [front = '', back] = address.replace(/%.*$/, '').split('::');
  const [before, after] = [front, back ?? ''].map((part) => part.split(':').filter(Boolean)) as [
    string[],
    string[],
  ];
  const left = Math.max(0, 8 - before.length - after.length);
  const groups = back === undefined ? before : [...before, ...Array<string>(left).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** An address of which the last part is hidden: 10.2.3.*, or the first three groups of IPv6. */
export function maskAddress(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/i.exec(address);
  if (v4) return `${v4[1]}.*`;
  return address.includes(':') ? `${address.split(':').slice(0, 3).join(':')}:*` : '';
}
