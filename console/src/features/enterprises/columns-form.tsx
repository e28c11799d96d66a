import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { importUnits, type ImportUnit } from '@contract/enums';
import type { ColumnMapping, EnterpriseImportDetail } from '@contract/index';
import { dayOf } from '@/format/dates';
import { serverNow } from '../../api/clock';
import { request } from '../../api/request';
import { DayInput } from '../../components/day-input';
import { Labelled } from '../../components/labelled';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';

/** Which column holds what, with what stands in the first rows; nothing is imported before this is confirmed. */
export function ColumnsForm({ detail }: { detail: EnterpriseImportDetail }) {
  const { isActing, act } = useAct();
  const queries = useQueryClient();
  const [mapping, setMapping] = useState<ColumnMapping[]>(detail.mapping);
  const [asOf, setAsOf] = useState<string | undefined>(dayOf(serverNow()));
  const { data: fields = [] } = useQuery({
    queryKey: ['enterprise-import-fields'],
    queryFn: () => request('GET /enterprise-import-fields'),
    staleTime: Infinity,
  });
  const missing = fields.filter(
    ({ key, isRequired }) => isRequired && !mapping.some(({ field }) => field === key),
  );
  const change = (column: number, part: Partial<ColumnMapping> | null) =>
    setMapping((before) => {
      const rest = before.filter((each) => each.column !== column);
      const own = before.find((each) => each.column === column);
      return part === null ? rest : [...rest, { column, field: '', ...own, ...part }];
    });
  const run = (day: string) =>
    act(async () => {
      const after = await request('POST /enterprise-imports/:id/run', {
        params: { id: detail.id },
        body: { mapping: mapping.filter(({ field }) => field !== ''), asOf: day },
      });
      queries.setQueryData(['enterprise-import', detail.id], after);
    });
  return (
    <section className="panel" aria-label="核对列">
      <div className="panel-head">
        <h2>每一列是什么</h2>
        <span className="meta">没有选的列不导入</span>
      </div>
      <ul className="column-rows">
        {detail.columns.map((title, column) => {
          const own = mapping.find((each) => each.column === column);
          const field = fields.find(({ key }) => key === own?.field);
          const samples = detail.samples.map((cells) => cells[column] ?? '').filter(Boolean);
          return (
            <li key={column}>
              <span className="column-head">
                <b className="cut">{title || `第 ${column + 1} 列`}</b>
                <span className="meta cut">{samples.join('；') || '前几行是空的'}</span>
              </span>
              <Select
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                placeholder="不导入"
                aria-label={`${title}对应`}
                value={own?.field || undefined}
                options={fields.map(({ key, label, isRequired }) => ({
                  value: key,
                  label: isRequired ? `${label}（必需）` : label,
                  disabled: mapping.some((each) => each.field === key && each.column !== column),
                }))}
                onChange={(key: string | undefined) => change(column, key ? { field: key } : null)}
              />
              {field?.needsUnit ? (
                <Select
                  allowClear
                  placeholder="单位写在格内"
                  aria-label={`${title}的单位`}
                  value={own?.unit}
                  options={importUnits.map((unit) => ({ value: unit, label: unit }))}
                  onChange={(unit: ImportUnit | undefined) => change(column, { unit })}
                />
              ) : (
                <span />
              )}
            </li>
          );
        })}
      </ul>
      <div className="panel-foot column-foot">
        <Labelled label="数据是哪一天的" share="third">
          <DayInput value={asOf} onChange={setAsOf} placeholder="如 2025-12-31" />
        </Labelled>
        <p className="meta grow">比这一天更新的企业填报和部门核定的数据不会被盖掉，两边都看得到。</p>
        {missing.length > 0 && <Tone tone="amber">还缺：{missing.map(({ label }) => label).join('、')}</Tone>}
        <Button
          type="primary"
          size="large"
          disabled={missing.length > 0 || !asOf}
          loading={isActing}
          onClick={() => asOf && void run(asOf)}
        >
          导入 {detail.rows.toLocaleString('zh-CN')} 行
        </Button>
      </div>
    </section>
  );
}
