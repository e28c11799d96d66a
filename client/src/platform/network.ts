import Taro from '@tarojs/taro';

/** Whether there is a network at all; the server may still be out of reach. */
export async function isOnline(): Promise<boolean> {
  const { networkType } = await Taro.getNetworkType();
  return networkType !== 'none';
}

/** Tells whenever the network comes or goes; answers how to stop. */
export function watchNetwork(listener: (online: boolean) => void): () => void {
  const onChange = ({ isConnected }: { isConnected: boolean }) => listener(isConnected);
  Taro.onNetworkStatusChange(onChange);
  return () => Taro.offNetworkStatusChange(onChange);
}
