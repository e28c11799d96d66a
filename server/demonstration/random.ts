/** A small repeatable random source (mulberry32), so that every installation shows the same demonstration province. */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    /** Whole number from low to high, both included. */
    between: (low: number, high: number) => low + Math.floor(next() * (high - low + 1)),
    chance: (share: number) => next() < share,
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T,
  };
}
export type Random = ReturnType<typeof createRandom>;

const surnames =
  '王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈姜崔钟谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷黎史龙陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤';
const givenNames = [
  '海燕',
  '建国',
  '文静',
  '志强',
  '晓琳',
  '秀芳',
  '海涛',
  '丽娟',
  '国栋',
  '宁',
  '凯',
  '敏',
  '静',
  '佳',
  '俊峰',
  '雅琴',
  '冬梅',
  '永刚',
  '慧敏',
  '立新',
  '春霞',
  '明辉',
  '玉华',
  '小军',
  '艳丽',
  '红伟',
  '振华',
  '桂英',
  '新民',
  '素贞',
  '保国',
  '云飞',
  '子涵',
  '雪梅',
  '长青',
  '东升',
  '洪涛',
  '爱玲',
  '晓东',
  '瑞',
];

/** A made-up personal name. */
export function personName(random: Random): string {
  return `${random.pick([...surnames])}${random.pick(givenNames)}`;
}

/** A made-up mobile number in the 199-0000 block, which keeps it from being anybody's. */
export function phoneNumber(serial: number): string {
  return `1990000${String(serial).padStart(4, '0')}`;
}
