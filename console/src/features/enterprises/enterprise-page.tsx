import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Enterprise } from '@contract/index';
import { enterpriseSizeText } from '@contract/words';
import { request } from '../../api/request';
import { Facts } from '../../components/facts';
import { StateView } from '../../components/state-view';
import './enterprises.css';
import { FactTable } from './fact-table';
import { MembersPart } from './members-part';
import { SizeSteps } from './size-steps';
import { Unlocks } from './unlocks';
import { VerifyDialog } from './verify-dialog';

/** One enterprise: what is known of it, from whom and since when, and what is still missing. */
export function EnterprisePage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['enterprise', id],
    queryFn: () => request('GET /enterprises/:id', { params: { id } }),
  });
  const { data } = query;
  return <StateView query={query}>{data && <Page enterprise={data} />}</StateView>;
}

function Page({ enterprise }: { enterprise: Enterprise }) {
  const [isVerifying, setIsVerifying] = useState(false);
  const { serviceOfficer: officer } = enterprise;
  return (
    <>
      <div className="page-head">
        <Link to="/enterprises">企业</Link>
        <h1 className="cut">{enterprise.name}</h1>
        <span className="grow" />
        <Link to={`/issues?group=open&q=${encodeURIComponent(enterprise.name)}`}>这家企业的诉求</Link>
        {enterprise.canVerify && (
          <Button type="primary" onClick={() => setIsVerifying(true)}>
            核定数据
          </Button>
        )}
      </div>
      <div className="enterprise-columns">
        <FactTable enterprise={enterprise} />
        <div className="stack">
          <section className="panel" aria-label="登记信息">
            <div className="panel-head">
              <h2>登记信息</h2>
            </div>
            <div className="panel-body">
              <Facts
                rows={[
                  ['信用代码', <span className="mono">{enterprise.creditCode}</span>],
                  ['所在地区', enterprise.regionName],
                  ['所属行业', `${enterprise.industryCode} ${enterprise.industryName}`],
                  ['成立日期', enterprise.foundedOn],
                  ['地址', enterprise.address],
                  ['主要产品', enterprise.products],
                  [
                    '服务专员',
                    officer &&
                      `${officer.name}，${officer.organizationName}${officer.phone ? ` ${officer.phone}` : ''}`,
                  ],
                ]}
              />
            </div>
          </section>
          <section className="panel" aria-label="企业规模">
            <div className="panel-head">
              <h2>企业规模</h2>
              <span className="grow" />
              <b>{enterprise.size ? enterpriseSizeText[enterprise.size] : '未划型'}</b>
            </div>
            <div className="panel-body">
              <SizeSteps basis={enterprise.sizeBasis} />
            </div>
          </section>
          <section className="panel" aria-label="资料完整度">
            <div className="panel-head">
              <h2>资料完整度</h2>
              <span className="grow" />
              <b>{enterprise.completeness.percent}%</b>
            </div>
            <div className="panel-body">
              <Unlocks completeness={enterprise.completeness} />
            </div>
          </section>
          {/* Whoever verifies a firm's data is its desk, which also ends memberships. */}
          {enterprise.canVerify && <MembersPart enterprise={enterprise} />}
        </div>
      </div>
      {isVerifying && <VerifyDialog enterprise={enterprise} onClose={() => setIsVerifying(false)} />}
    </>
  );
}
