import { Input, Select } from 'antd';
import { useState } from 'react';
import { levels, policyKinds, policyTopics } from '@contract/enums';
import type { PolicyInput } from '@contract/index';
import { levelText, policyKindText, policyTopicText } from '@contract/words';
import { DayInput } from '../../components/day-input';
import { Labelled } from '../../components/labelled';
import { htmlOf, textOf } from './body-text';
import { useRegionOptions } from '../../components/use-lists';

/** Title, document number, dates and the body of a policy. */
export function PolicyBasics({
  input,
  onChange,
}: {
  input: PolicyInput;
  onChange: (part: Partial<PolicyInput>) => void;
}) {
  const regions = useRegionOptions();
  const [body, setBody] = useState(() => textOf(input.bodyHtml));
  return (
    <section className="panel scroll" aria-label="正文">
      <div className="panel-body stack">
        <Labelled label="标题">
          <Input
            value={input.title}
            maxLength={120}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        </Labelled>
        <div className="fields">
          <Labelled label="发文机关">
            <Input
              value={input.issuer}
              maxLength={80}
              onChange={(event) => onChange({ issuer: event.target.value })}
            />
          </Labelled>
          <Labelled label="文号">
            <Input
              value={input.docNo ?? ''}
              maxLength={60}
              onChange={(event) => onChange({ docNo: event.target.value || undefined })}
            />
          </Labelled>
          <Labelled label="类型">
            <Select
              value={input.kind}
              onChange={(kind) => onChange({ kind })}
              options={policyKinds.map((value) => ({ value, label: policyKindText[value] }))}
            />
          </Labelled>
          <Labelled label="层级">
            <Select
              value={input.level}
              onChange={(level) => onChange({ level })}
              options={levels.map((value) => ({ value, label: levelText[value] }))}
            />
          </Labelled>
          <Labelled label="地区">
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              value={input.regionCode}
              onChange={(regionCode) => onChange({ regionCode })}
              options={regions}
            />
          </Labelled>
          <Labelled label="主题">
            <Select
              mode="multiple"
              maxCount={6}
              maxTagCount="responsive"
              value={input.topics}
              onChange={(topics) => onChange({ topics })}
              options={policyTopics.map((value) => ({ value, label: policyTopicText[value] }))}
            />
          </Labelled>
          <Labelled label="发文日期">
            <DayInput value={input.issuedOn} onChange={(issuedOn) => onChange({ issuedOn })} />
          </Labelled>
          <Labelled label="有效期至">
            <DayInput value={input.validUntil} onChange={(validUntil) => onChange({ validUntil })} />
          </Labelled>
        </div>
        <Labelled label="一句话解读">
          <Input
            value={input.reading ?? ''}
            maxLength={300}
            placeholder="给谁、给多少、到哪天"
            onChange={(event) => onChange({ reading: event.target.value || undefined })}
          />
        </Labelled>
        {body === null ? (
          <div>
            <p className="meta">这份全文带表格或格式，这里只看不改，以免丢掉格式。</p>
            <div className="policy-html" dangerouslySetInnerHTML={{ __html: input.bodyHtml }} />
          </div>
        ) : (
          <Labelled label="全文">
            <Input.TextArea
              value={body}
              autoSize={{ minRows: 10 }}
              placeholder="段落之间空一行"
              onChange={(event) => {
                setBody(event.target.value);
                onChange({ bodyHtml: htmlOf(event.target.value) });
              }}
            />
          </Labelled>
        )}
      </div>
    </section>
  );
}
