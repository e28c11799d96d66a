import { useInfiniteQuery } from '@tanstack/react-query';
import { App, Button, Input, Space } from 'antd';
import { useState } from 'react';
import type { AssociationMember } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { useAct } from '../../components/use-act';
import { moment } from '../../format/time';

/** Member enterprises of an association. */
export function MembersPart({ id }: { id: string }) {
  const { modal } = App.useApp();
  const [code, setCode] = useState('');
  const key = ['organization', id, 'members'];
  const { act } = useAct({ stale: [key] });
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) =>
      request('GET /organizations/:id/members', {
        params: { id },
        query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const members = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const add = () =>
    act(async () => {
      await request('POST /organizations/:id/members', { params: { id }, body: { creditCode: code.trim() } });
      setCode('');
      return '已加为会员';
    });
  const remove = ({ enterprise }: AssociationMember) =>
    modal.confirm({
      title: `把${enterprise.name}移出会员？`,
      okText: '移出',
      okButtonProps: { danger: true },
      onOk: () =>
        act(async () => {
          await request('DELETE /organizations/:id/members/:enterpriseId', {
            params: { id, enterpriseId: enterprise.id },
          });
          return '已移出';
        }),
    });
  return (
    <>
      <div className="panel-body">
        <Space.Compact>
          <Input
            aria-label="统一社会信用代码"
            placeholder="统一社会信用代码"
            style={{ width: 240 }}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
          <Button disabled={code.trim() === ''} onClick={() => void add()}>
            加为会员
          </Button>
        </Space.Compact>
      </div>
      <StateView query={list} isEmpty={members.length === 0} empty="还没有会员企业" rows={3}>
        <ul className="body-list">
          {members.map((member) => (
            <li key={member.enterprise.id} className="row wrap">
              <span className="grow">{member.enterprise.name}</span>
              <span className="meta">
                {member.enterprise.regionName} {moment(member.joinedAt)} 加入
              </span>
              <Button size="small" type="text" danger onClick={() => void remove(member)}>
                移出
              </Button>
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            再看 50 家
          </Button>
        )}
      </StateView>
    </>
  );
}
