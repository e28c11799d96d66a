import type { PrivacyVersion } from '@contract/privacy';

/** What the product says about personal data, oldest version first. A changed text is a new version. */
export const privacyVersions: readonly PrivacyVersion[] = [
  {
    version: '2026-09-01',
    effectiveOn: '2026-09-01',
    title: '个人信息处理说明',
    parts: [
      {
        title: '收什么',
        lines: ['您的微信身份编号，您填的姓名、职务、手机号，您绑定的企业。'],
      },
      {
        title: '用来做什么',
        lines: [
          '认出您是谁、代表哪家企业。',
          '诉求有答复、政策快截止、活动临近时通知您。',
          '经办人按您的诉求找到您。',
        ],
      },
      {
        title: '怎么保护',
        lines: ['手机号加密保存，平时只显示前 3 位和后 4 位；谁看过完整号码都有记录。'],
      },
      { title: '您的权利', lines: ['不给广告商，不做别的用途。您随时可以改、可以要求导出或注销。'] },
    ],
    changes: [],
  },
  {
    version: '2026-11-20',
    effectiveOn: '2026-11-20',
    title: '个人信息处理说明',
    parts: [
      {
        title: '收什么',
        lines: [
          '登录时：您的微信身份编号，登录的设备和时间。',
          '您填的：姓名、职务、手机号，绑定的企业，需要审核时的营业执照照片。',
          '办事时：您提的诉求、报的名、发的供需信息，以及附上的图片和文件。',
        ],
      },
      {
        title: '用来做什么',
        lines: [
          '认出您是谁、代表哪家企业。',
          '诉求有答复、政策快截止、活动临近时通知您。',
          '经办人按您的诉求找到您，验票员在活动现场核对您。',
          '不给广告商，不做画像营销，不做别的用途。',
        ],
      },
      {
        title: '谁看得到',
        lines: [
          '同事看得到您的姓名和遮住中间 4 位的手机号。',
          '办您事的窗口和部门，写明理由后才能看完整号码，每一次您都查得到。',
          '对接双方都同意后，才互相看到电话。',
        ],
      },
      {
        title: '存多久',
        lines: [
          '手机号加密保存，到您删掉、收回同意或注销为止。',
          '报名名单在活动结束 1 年后去掉姓名和电话，站内消息存 2 年，登录记录过期就清。',
          '办结的诉求按政务档案的规定留存；您注销后，里面不再有您的姓名和电话。',
        ],
      },
      {
        title: '您的权利',
        lines: [
          '在“我的—隐私”里看谁看过号码，改资料，导出全部数据，收回同意，注销账号。',
          '不同意也能看政策、活动和服务窗口；留手机号、绑定企业时才需要同意。',
          '有疑问打 12345，或找当地企业服务办。',
        ],
      },
    ],
    changes: [
      '写明了每类信息存多久。',
      '写明了谁能看完整手机号，看一次留一次记录，您都查得到。',
      '增加导出、收回同意和注销的办法。',
    ],
  },
];

/** The version that holds on a day (YYYY-MM-DD in Asia/Shanghai); before the first one took effect, the first. */
export function versionOn(
  day: string,
  versions: readonly PrivacyVersion[] = privacyVersions,
): PrivacyVersion {
  const held = versions.filter(({ effectiveOn }) => effectiveOn <= day).at(-1) ?? versions[0];
  if (!held) throw new Error('there is no privacy text');
  return held;
}
