import { Button, Empty } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { clockText } from '../format/time';
import { serverNow } from '../api/clock';

interface Props {
  /** What is asked of the API, as it stands. */
  query: { isPending: boolean; error: Error | null; data: unknown; refetch: () => unknown };
  /** Found, but nothing in it. */
  isEmpty?: boolean;
  empty?: ReactNode;
  children: ReactNode;
  /** Grey rows while loading. */
  rows?: number;
}

/**
 * The states of what is asked for: grey rows while loading, what failed with 重试, what would be here, or the thing
 * itself. The last good data stay when they can't be read anew, with a line above that says what failed.
 */
export function StateView({ query, isEmpty, empty, children, rows = 8 }: Props) {
  const { isPending, error, data } = query;
  const retry = () => void query.refetch();
  if (error && data === undefined)
    return (
      <div className="state" role="alert">
        <p className="red">{error.message}</p>
        <Button onClick={retry}>重试</Button>
      </div>
    );
  if (isPending) return <GreyRows rows={rows} />;
  if (isEmpty && !error)
    return <Empty className="state" image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />;
  return (
    <>
      {error && <FailureLine error={error} onRetry={retry} />}
      {children}
    </>
  );
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
