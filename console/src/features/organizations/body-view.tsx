import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Tabs } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Restructuring } from '@contract/enums';
import { levelText } from '@contract/words';
import { request } from '../../api/request';
import { useMe } from '../../api/session';
import { Facts } from '../../components/facts';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { BodyDialog } from './body-dialog';
import { ContactsPart } from './contacts-part';
import { HistoryPart } from './history-part';
import { MembersPart } from './members-part';
import { RestructureDialog } from './restructure-dialog';
import { WindowsPart } from './windows-part';
import { organizationKindText, restructuringText } from './words';

/** One body: what it is, whom to turn to, its windows, what became of it. */
export function BodyView({ id }: { id: string }) {
  const me = useMe();
  const [isEditing, setIsEditing] = useState(false);
  const [restructuring, setRestructuring] = useState<Restructuring>();
  const query = useQuery({
    queryKey: ['organization', id],
    queryFn: () => request('GET /organizations/:id', { params: { id } }),
  });
  const body = query.data;
  const mayKeepMembers = me.offices.some(
    ({ roles }) => roles.includes('org-admin') || roles.includes('partner'),
  );
  return (
    <section className="panel" aria-label="单位">
      <StateView query={query}>
        {body && (
          <div className="scroll">
            <div className="panel-head body-head">
              <div className="grow">
                <p className="meta cut">
                  {body.path.map(({ shortName }) => shortName).join(' › ') || '最上级'}
                </p>
                <h2>{body.name}</h2>
              </div>
              {body.isClosed && <Tone tone="grey">{body.mergedInto ? '已并入其他单位' : '已撤销'}</Tone>}
              {body.allowed.includes('update') && <Button onClick={() => setIsEditing(true)}>修改</Button>}
              {body.allowed.includes('restructure') && (
                <Dropdown
                  trigger={['click']}
                  menu={{
                    items: (['move', 'merge', 'close'] as const).map((key) => ({
                      key,
                      label: restructuringText[key],
                      danger: key === 'close',
                    })),
                    onClick: ({ key }) => setRestructuring(key as Restructuring),
                  }}
                >
                  <Button>调整</Button>
                </Dropdown>
              )}
            </div>
            <div className="panel-body body-facts">
              <Facts
                rows={[
                  ['简称', body.shortName],
                  ['类别', organizationKindText[body.kind]],
                  ['层级', `${levelText[body.level]} ${body.regionName}`],
                  ['地址', body.address],
                  ['电话', body.phone],
                  ['年费率', body.annualRatePercent === undefined ? undefined : `${body.annualRatePercent}%`],
                  ['标杆', body.isBenchmark ? '标杆机构' : undefined],
                  ['下级', body.childCount > 0 ? `${body.childCount} 个单位` : undefined],
                  [
                    '并入',
                    body.mergedInto && (
                      <Link to={`/organizations/${body.mergedInto.id}`}>{body.mergedInto.name}</Link>
                    ),
                  ],
                ]}
              />
            </div>
            <Tabs
              tabBarStyle={{ paddingInline: 12 }}
              items={[
                { key: 'contacts', label: '联系人', children: <ContactsPart body={body} /> },
                { key: 'windows', label: '窗口', children: <WindowsPart body={body} /> },
                ...(body.kind === 'association' && mayKeepMembers
                  ? [{ key: 'members', label: '会员企业', children: <MembersPart id={id} /> }]
                  : []),
                { key: 'history', label: '变动', children: <HistoryPart id={id} /> },
              ]}
            />
            {me.offices.some(({ roles }) => roles.includes('org-admin')) && (
              <p className="panel-foot">
                <Link to="/people">这个单位的工作人员在“人员”里管理</Link>
              </p>
            )}
          </div>
        )}
      </StateView>
      {isEditing && body && <BodyDialog body={body} onClose={() => setIsEditing(false)} />}
      {restructuring && body && (
        <RestructureDialog body={body} kind={restructuring} onClose={() => setRestructuring(undefined)} />
      )}
    </section>
  );
}
