import Taro from '@tarojs/taro';

/** Calls a number after WeChat's own question; the browser hands it to whatever answers `tel:`. */
export function callPhone(phone: string): void {
  if (process.env.TARO_ENV === 'h5') {
    window.location.href = `tel:${phone.replace(/[^\d+*#]/g, '')}`;
    return;
  }
  // Backing out of the question is no error.
  Taro.makePhoneCall({ phoneNumber: phone }).catch(() => undefined);
}
