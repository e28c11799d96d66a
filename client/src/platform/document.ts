import Taro from '@tarojs/taro';

/**
 * Shows a PDF or an office document.
 *
 * WeChat: downloads it and opens WeChat's reader, from where it can be forwarded. Browser: a new tab.
 * Rejects when it can't be downloaded.
 */
export async function openDocument(url: string): Promise<void> {
  if (process.env.TARO_ENV === 'h5') {
    window.open(url, '_blank', 'noopener');
    return;
  }
  const { tempFilePath, statusCode } = await Taro.downloadFile({ url });
  if (statusCode !== 200) throw new Error(`Document answered ${statusCode}`);
  await Taro.openDocument({ filePath: tempFilePath, showMenu: true });
}

/** Opens an outside address: a mini-program can't, so WeChat copies it for the phone's browser. */
export async function openLink(url: string): Promise<void> {
  if (process.env.TARO_ENV === 'h5') {
    window.open(url, '_blank', 'noopener');
    return;
  }
  await Taro.setClipboardData({ data: url });
  await Taro.showModal({
    title: '链接已复制',
    content: '请到手机浏览器里粘贴打开',
    showCancel: false,
    confirmText: '知道了',
    confirmColor: '#12566A',
  });
}
