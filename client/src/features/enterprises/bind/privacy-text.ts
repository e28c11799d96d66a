/** The version a person agrees to; a changed text gets a new one. */
export const privacyVersion = '2026年9月1日版';

export const privacyText = [
  '我们只收这些：您的微信身份编号，您填的姓名、职务、手机号，您绑定的企业。',
  '用来：认出您是谁、代表哪家企业；诉求有答复、政策快截止、活动临近时通知您；经办人按您的诉求找到您。',
  '手机号加密保存，平时只显示前 3 位和后 4 位；谁看过完整号码都有记录。',
  '不给广告商，不做别的用途。您随时可以改、可以要求导出或注销。',
].join('\n');
