import { Button, Input, Modal, Select, Upload } from 'antd';
import { useState } from 'react';
import type { Attribute, Enterprise, FactValue } from '@contract/index';
import { request } from '../../api/request';
import { DayInput } from '../../components/day-input';
import { Labelled } from '../../components/labelled';
import { useAct } from '../../components/use-act';
import { useAttributes } from '../../components/use-lists';
import { FactInput } from './fact-input';
import { uploadBasis } from './upload-basis';

const derived = ['regionCode', 'industryCode', 'size', 'foundedOn', 'ageYears'];

/** The office vouches for facts: their values, the day they speak of, and what was looked at. */
export function VerifyDialog({ enterprise, onClose }: { enterprise: Enterprise; onClose: () => void }) {
  const { isActing, act } = useAct({ stale: [['enterprise', enterprise.id]] });
  const attributes = useAttributes();
  const [rows, setRows] = useState<{ attribute: string; value?: FactValue }[]>([]);
  const [asOf, setAsOf] = useState<string>();
  const [basis, setBasis] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const choices = attributes.filter(({ attribute }) => !derived.includes(attribute));
  const isWhole = rows.length > 0 && rows.every(({ value }) => value !== undefined) && asOf && basis.trim();
  const add = (attribute: string) =>
    setRows((before) => [
      ...before,
      { attribute, value: enterprise.facts.find((fact) => fact.attribute === attribute)?.value },
    ]);
  const save = (day: string) =>
    act(async () => {
      const fileIds = await Promise.all(files.map(uploadBasis));
      await request('POST /enterprises/:id/verifications', {
        params: { id: enterprise.id },
        body: {
          facts: rows.flatMap(({ attribute, value }) => (value === undefined ? [] : [{ attribute, value }])),
          asOf: day,
          basis: basis.trim(),
          fileIds,
        },
      });
      onClose();
      return '已核定；企业和名单里不同的说法仍会留着';
    });
  return (
    <Modal
      open
      title="核定企业数据"
      okText="核定"
      okButtonProps={{ disabled: !isWhole, loading: isActing }}
      onOk={() => asOf && void save(asOf)}
      onCancel={onClose}
    >
      <div className="stack">
        {rows.map(({ attribute, value }) => {
          const definition = attributes.find((each: Attribute) => each.attribute === attribute);
          return (
            definition && (
              <div key={attribute} className="verify-row">
                <Labelled label={definition.label} share="full">
                  <FactInput
                    attribute={definition}
                    value={value}
                    onChange={(next) =>
                      setRows((before) =>
                        before.map((row) => (row.attribute === attribute ? { attribute, value: next } : row)),
                      )
                    }
                  />
                </Labelled>
                <Button
                  type="link"
                  onClick={() => setRows((before) => before.filter((row) => row.attribute !== attribute))}
                >
                  去掉
                </Button>
              </div>
            )
          );
        })}
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="加一项要核定的数据"
          aria-label="加一项要核定的数据"
          value={null}
          options={choices
            .filter(({ attribute }) => !rows.some((row) => row.attribute === attribute))
            .map(({ attribute, label, period }) => ({
              value: attribute,
              label: period ? `${label}（${period}）` : label,
            }))}
          onChange={(attribute: string | null) => attribute && add(attribute)}
        />
        <Labelled label="数据是哪一天的" share="full">
          <DayInput value={asOf} onChange={setAsOf} placeholder="如 2025-12-31" />
        </Labelled>
        <Labelled label="看了什么" share="full">
          <Input
            value={basis}
            maxLength={200}
            placeholder="如：2025 年度审计报告"
            onChange={({ target }) => setBasis(target.value)}
          />
        </Labelled>
        <Labelled label="材料（图片或 PDF，可不传）" share="full">
          <Upload
            multiple
            maxCount={9}
            accept="image/jpeg,image/png,image/webp,application/pdf"
            beforeUpload={() => false}
            onChange={({ fileList }) =>
              setFiles(fileList.flatMap(({ originFileObj }) => originFileObj ?? []))
            }
          >
            <Button>选文件</Button>
          </Upload>
        </Labelled>
      </div>
    </Modal>
  );
}
