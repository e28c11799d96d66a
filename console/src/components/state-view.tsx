import { Button, Empty } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { clockText } from '../format/time';
import { serverNow } from '../api/clock';

interface Props {
  isLoading: boolean;
  error: Error | null;
  isEmpty: boolean;
  empty: ReactNode;
  onRetry: () => void;
  children: ReactNode;
  /** True where the last good data are still there: they stay, with a line above that says what failed. */
  hasData?: boolean;
  /** Grey rows while loading. */
  rows?: number;
}

/** The states of a list: grey rows while loading, what failed with 重试, what would be here, or the list. */
export function StateView({ isLoading, error, isEmpty, empty, onRetry, children, hasData, rows = 8 }: Props) {
  if (error && hasData)
    return (
      <>
        <FailureLine error={error} onRetry={onRetry} />
        {children}
      </>
    );
  if (error)
    return (
      <div className="state" role="alert">
        <p className="red">{error.message}</p>
        <Button onClick={onRetry}>重试</Button>
      </div>
    );
  if (isLoading) return <GreyRows rows={rows} />;
  if (isEmpty) return <Empty className="state" image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />;
  return children;
}

/** What failed and since when, above data that are still shown. */
function FailureLine({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const [since] = useState(serverNow);
  return (
    <div className="failure" role="alert">
      <span>
        {clockText(since).split(' ').at(-1)} 起没有更新：{error.message}
      </span>
      <Button size="small" onClick={onRetry}>
        重试
      </Button>
    </div>
  );
}

/** Rows of the list's height; nothing at all in the first moment, that quick replies don't flash. */
function GreyRows({ rows }: { rows: number }) {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="grey-rows" role="status" aria-label="正在读取" style={{ opacity: isSlow ? 1 : 0 }}>
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} />
      ))}
    </div>
  );
}
