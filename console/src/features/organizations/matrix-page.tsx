import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { issueFields, type IssueField } from '@contract/enums';
import type { ResponsibilityCell } from '@contract/index';
import { issueFieldText } from '@contract/words';
import { request } from '../../api/request';
import { useMe } from '../../api/session';
import { useRegionOptions } from '../../components/use-lists';
import { StateView } from '../../components/state-view';
import './organizations.css';
import { CellDialog } from './cell-dialog';

/** 责任矩阵: who answers for what where, and what has nobody? */
export function MatrixPage() {
  const me = useMe();
  const regions = useRegionOptions();
  const mine = useQuery({
    queryKey: ['organization', me.offices[0]?.organization.id],
    queryFn: () =>
      request('GET /organizations/:id', { params: { id: me.offices[0]?.organization.id ?? '' } }),
    enabled: me.offices.length > 0,
  });
  const [chosen, setChosen] = useState<string>();
  const [cell, setCell] = useState<ResponsibilityCell>();
  const regionCode = chosen ?? mine.data?.regionCode;
  const matrix = useQuery({
    queryKey: ['responsibilities', regionCode],
    queryFn: () => request('GET /responsibilities', { query: { regionCode: regionCode ?? '' } }),
    enabled: regionCode !== undefined,
  });
  const data = matrix.data;
  const cells = new Map(data?.cells.map((each) => [`${each.field} ${each.regionCode}`, each]));
  const own = data?.cells.filter(({ organization, isInherited }) => organization && !isInherited).length ?? 0;
  return (
    <>
      <div className="page-head">
        <h1>责任矩阵</h1>
        <Link to="/organizations">机构</Link>
        <span className="grow" />
        <Select
          aria-label="区划"
          showSearch
          optionFilterProp="label"
          style={{ width: 200 }}
          value={regionCode}
          onChange={setChosen}
          options={regions}
        />
      </div>
      <div className="page-columns">
        <section className="panel" aria-label="责任矩阵">
          <div className="panel-head wrap">
            <h2>{data?.regions[0]?.name ?? ''}和下一级</h2>
            <span className="matrix-key matrix-own">本级 {own}</span>
            <span className="matrix-key matrix-inherited">
              由上级答 {(data?.cells.length ?? 0) - own - (data?.gaps ?? 0)}
            </span>
            <span className="matrix-key matrix-gap">没人答 {data?.gaps ?? 0}</span>
          </div>
          <StateView query={matrix} isEmpty={data?.regions.length === 0} empty="这个区划没有资料">
            {data && (
              <div className="scroll">
                <table className="matrix">
                  <thead>
                    <tr>
                      <th scope="col">区划</th>
                      {issueFields.map((field) => (
                        <th key={field} scope="col">
                          {issueFieldText[field]}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {data.regions.map(({ code, name }) => (
                      <tr key={code}>
                        <th scope="row">{name}</th>
                        {issueFields.map((field) => (
                          <Cell
                            key={field}
                            field={field}
                            regionName={name}
                            cell={cells.get(`${field} ${code}`)}
                            onOpen={setCell}
                          />
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </StateView>
        </section>
      </div>
      {cell && <CellDialog cell={cell} onClose={() => setCell(undefined)} />}
    </>
  );
}

function Cell({
  field,
  regionName,
  cell,
  onOpen,
}: {
  field: IssueField;
  regionName: string;
  cell: ResponsibilityCell | undefined;
  onOpen: (cell: ResponsibilityCell) => void;
}) {
  if (!cell) return <td />;
  const kind = !cell.organization ? 'gap' : cell.isInherited ? 'inherited' : 'own';
  const words = cell.organization?.shortName ?? '没人';
  return (
    <td>
      <button
        type="button"
        className={`matrix-cell matrix-${kind}`}
        title={`${regionName}，${issueFieldText[field]}：${cell.organization?.name ?? '没人负责'}${cell.isInherited ? '（上级）' : ''}`}
        onClick={() => onOpen(cell)}
      >
        {words}
      </button>
    </td>
  );
}
