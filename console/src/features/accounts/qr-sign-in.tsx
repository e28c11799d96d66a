import { useQuery } from '@tanstack/react-query';
import { QRCode } from 'antd';
import { useEffect, useState } from 'react';
import type { Reply, Session } from '@contract/index';
import { consoleSignInAddress } from '@/format/sign-in';
import { refusalText, request } from '../../api/request';

type Asked = Reply<'POST /console-sign-ins'>;

const pollMs = 1_500;

/** A QR to be scanned with the mini-program: whoever confirms there is signed in here. */
export function QrSignIn({ onSession }: { onSession: (session: Session) => void }) {
  const [round, setRound] = useState(0);
  const asking = useQuery({
    queryKey: ['console-sign-in', round],
    queryFn: () => request('POST /console-sign-ins'),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const again = () => setRound((before) => before + 1);
  if (asking.isPending) return <QrFrame value="-" status="loading" text="正在生成二维码" />;
  if (!asking.data)
    return <QrFrame value="-" status="expired" text={refusalText(asking.error)} onRefresh={again} />;
  return <Waiting key={asking.data.id} asked={asking.data} onSession={onSession} onAgain={again} />;
}

function Waiting({
  asked,
  onSession,
  onAgain,
}: {
  asked: Asked;
  onSession: (session: Session) => void;
  onAgain: () => void;
}) {
  const poll = useQuery({
    queryKey: ['console-sign-in', 'state', asked.id],
    queryFn: () =>
      request('POST /console-sign-ins/:id/session', {
        params: { id: asked.id },
        body: { secret: asked.secret },
      }),
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'waiting' ? false : pollMs),
    // Whoever picks up the phone has another window in front.
    refetchIntervalInBackground: true,
    gcTime: 0,
  });
  const session = poll.data?.session;
  useEffect(() => {
    if (session) onSession(session);
  }, [session, onSession]);
  const value = consoleSignInAddress(window.location.origin, asked.code);
  switch (poll.data?.status) {
    case 'expired':
      return <QrFrame value={value} status="expired" text="二维码 2 分钟有效，已过期" onRefresh={onAgain} />;
    case 'refused':
      return <QrFrame value={value} status="expired" text="手机上拒绝了这次登录" onRefresh={onAgain} />;
    case 'used':
    case 'confirmed':
      return <QrFrame value={value} status="scanned" text="手机上已确认，正在进入" />;
    default:
      return <QrFrame value={value} status="active" text="打开企服通小程序，点“我的”里的“扫码登录控制台”" />;
  }
}

function QrFrame({
  value,
  status,
  text,
  onRefresh,
}: {
  value: string;
  status: 'active' | 'expired' | 'loading' | 'scanned';
  text: string;
  onRefresh?: () => void;
}) {
  return (
    <div className="qr-sign-in">
      <QRCode
        value={value}
        status={status}
        size={208}
        errorLevel="M"
        bordered={false}
        color="#1A2326"
        {...(onRefresh ? { onRefresh } : {})}
      />
      <p className="meta" role="status">
        {text}
      </p>
    </div>
  );
}
