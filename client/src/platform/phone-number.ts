import type { ButtonProps } from '@tarojs/components';

import { findDemonstrationPhone } from './address';
import { confirm } from './notify';

/** The ability of the button that asks for the number; WeChat’s own privacy question is shown before it. */
export const phoneNumberAbility: ButtonProps['openType'] = 'getPhoneNumber';

/** Whether a number can be had without typing: in WeChat, and on a phone of the demonstration. */
export function canAskPhoneNumber(): boolean {
  return process.env.TARO_ENV === 'weapp' || findDemonstrationPhone() !== undefined;
}

/** The code in what WeChat’s button tells; undefined when the person refused or WeChat gave none. */
export function phoneNumberCode(detail: { code?: string } | undefined): string | undefined {
  return detail?.code || undefined;
}

/** Browser: the demonstration’s phone gives the code that WeChat’s button would; undefined when the person refuses. */
export async function askPhoneNumberInBrowser(): Promise<string | undefined> {
  const phone = findDemonstrationPhone();
  if (!phone) return undefined;
  const agreed = await confirm({
    title: '“企服通”申请获取您的手机号',
    text: '微信绑定的号码，用来登录和联系您',
    yes: '允许',
    no: '不允许',
  });
  if (!agreed) return undefined;
  const response = await fetch(`/sandbox/phones/${encodeURIComponent(phone)}/phone-codes`, {
    method: 'POST',
  });
  const { code } = (await response.json()) as { code?: string };
  return code;
}
