import { Button } from 'antd';
import { useState } from 'react';

/** One page of a list, and the cursors of the pages before it. */
export function useCursors() {
  const [cursors, setCursors] = useState<string[]>([]);
  return {
    cursor: cursors.at(-1),
    isFirst: cursors.length === 0,
    next: (cursor: string) => setCursors([...cursors, cursor]),
    back: () => setCursors(cursors.slice(0, -1)),
    reset: () => setCursors([]),
  };
}

/** How many there are, and the way to the pages before and after. */
export function Pager({
  pages,
  next,
  total,
}: {
  pages: ReturnType<typeof useCursors>;
  next: string | undefined;
  total: number | undefined;
}) {
  return (
    <div className="people-tools">
      <span className="meta grow">共 {total ?? 0} 条</span>
      <Button size="small" disabled={pages.isFirst} onClick={pages.back}>
        上一页
      </Button>
      <Button size="small" disabled={!next} onClick={() => next && pages.next(next)}>
        下一页
      </Button>
    </div>
  );
}
