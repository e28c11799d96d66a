import { Button, Empty, Skeleton } from 'antd';
import type { ReactNode } from 'react';

interface Props {
  isLoading: boolean;
  error: Error | null;
  isEmpty: boolean;
  empty: ReactNode;
  onRetry: () => void;
  children: ReactNode;
}

/** The states of a list: grey rows while loading, what failed with 重试, what would be here, or the list. */
export function StateView({ isLoading, error, isEmpty, empty, onRetry, children }: Props) {
  if (isLoading) return <Skeleton active title={false} paragraph={{ rows: 8 }} style={{ padding: 16 }} />;
  if (error) {
    return (
      <div className="stack" style={{ padding: 24, alignItems: 'center' }} role="alert">
        <p className="red">{error.message}</p>
        <Button onClick={onRetry}>重试</Button>
      </div>
    );
  }
  if (isEmpty)
    return <Empty style={{ padding: 32 }} image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />;
  return children;
}
