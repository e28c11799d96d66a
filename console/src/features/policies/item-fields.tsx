import { DeleteOutlined } from '@ant-design/icons';
import { Button, Collapse, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { applyPaths } from '@contract/enums';
import type { PolicyItem } from '@contract/index';
import { applyPathText } from '@contract/words';
import { DayInput } from '../../components/day-input';
import { Labelled } from '../../components/labelled';
import { applyPathHint } from '../../format/texts';
import { linesOf } from './body-text';

interface Props {
  item: PolicyItem;
  onChange: (part: Partial<PolicyItem>) => void;
  onRemove: () => void;
}

const fenPerWan = 1_000_000;

/** What is folded away, in a line: “步骤 3，材料 2，网址没填”. */
function moreText({ steps, materials, applyPath, applyLink }: PolicyItem): string {
  const link = applyPath === 'link' && !applyLink ? '，网址没填' : '';
  return `步骤 ${steps.length}，材料 ${materials.length}${link}`;
}

/** What an item gives, how one applies, until when. */
export function ItemFields({ item, onChange, onRemove }: Props) {
  return (
    <div className="panel-body stack">
      <div className="fields">
        <Labelled label="事项名称">
          <Input
            value={item.title}
            maxLength={60}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        </Labelled>
        <Labelled label="给什么">
          <Input
            value={item.benefit}
            maxLength={100}
            placeholder="设备投入的 10%，最高 200 万元"
            onChange={(event) => onChange({ benefit: event.target.value })}
          />
        </Labelled>
        <Labelled label="最高金额" share="third">
          <InputNumber
            className="fill"
            min={0}
            precision={2}
            value={item.maxAmountFen === undefined ? null : item.maxAmountFen / fenPerWan}
            placeholder="不写"
            suffix="万元"
            onChange={(value) =>
              onChange({
                maxAmountFen: value === null ? undefined : Math.round(Number(value) * fenPerWan),
              })
            }
          />
        </Labelled>
        <Labelled label="截止" share="third">
          <DayInput
            value={item.deadline}
            placeholder="常年受理"
            onChange={(deadline) => onChange({ deadline })}
          />
        </Labelled>
        <Labelled label="怎么办" share="third">
          <Select
            value={item.applyPath}
            onChange={(applyPath) => onChange({ applyPath })}
            options={applyPaths.map((value) => ({
              value,
              label: applyPathText[value],
              title: applyPathHint[value],
            }))}
          />
        </Labelled>
      </div>
      <Collapse
        ghost
        size="small"
        className="item-more"
        defaultActiveKey={item.title ? [] : ['more']}
        items={[
          {
            key: 'more',
            label: moreText(item),
            extra: (
              <Button
                type="text"
                size="small"
                danger
                icon={<DeleteOutlined />}
                onClick={(event) => {
                  event.stopPropagation();
                  onRemove();
                }}
              >
                删掉这个事项
              </Button>
            ),
            children: (
              <div className="fields">
                {item.applyPath === 'link' && (
                  <Labelled label="申报网址" share="full">
                    <Input
                      value={item.applyLink ?? ''}
                      maxLength={300}
                      placeholder="https://"
                      onChange={(event) => onChange({ applyLink: event.target.value.trim() || undefined })}
                    />
                  </Labelled>
                )}
                <Lines
                  label="步骤（一行一步）"
                  lines={item.steps}
                  most={10}
                  onChange={(steps) => onChange({ steps })}
                />
                <Lines
                  label="材料（一行一样）"
                  lines={item.materials}
                  most={20}
                  onChange={(materials) => onChange({ materials })}
                />
              </div>
            ),
          },
        ]}
      />
    </div>
  );
}

/** One entry a line; what is being typed stays as it is, empty lines included. */
function Lines({
  label,
  lines,
  most,
  onChange,
}: {
  label: string;
  lines: string[];
  most: number;
  onChange: (lines: string[]) => void;
}) {
  const [text, setText] = useState(() => lines.join('\n'));
  const isTooMany = linesOf(text).length > most;
  return (
    <Labelled label={label}>
      <Input.TextArea
        value={text}
        autoSize={{ minRows: 2, maxRows: 8 }}
        status={isTooMany ? 'error' : ''}
        onChange={(event) => {
          setText(event.target.value);
          onChange(linesOf(event.target.value));
        }}
      />
      {isTooMany && <span className="red">最多 {most} 行</span>}
    </Labelled>
  );
}
