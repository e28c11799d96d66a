import { PlusOutlined } from '@ant-design/icons';
import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import type { PolicyItem } from '@contract/index';
import { AudiencePanel, useAudience } from './audience-panel';
import { ItemFields } from './item-fields';
import { emptyItem } from './policy-draft';
import { RuleEditor } from './rule-editor';
import { toRows, toRule } from './rule-model';

/** The items of a policy, one at a time: what it gives, its rule in rows, and beside it whom the rule reaches. */
export function Items({ items, onChange }: { items: PolicyItem[]; onChange: (items: PolicyItem[]) => void }) {
  const { modal } = App.useApp();
  const [at, setAt] = useState(0);
  const item = items[at];
  const counted = useAudience(item?.rule);
  const audience = counted.query.data;
  const rows = item ? toRows(item.rule) : null;
  const change = (part: Partial<PolicyItem>) =>
    onChange(items.map((old, index) => (index === at ? { ...old, ...part } : old)));
  const add = () => {
    onChange([...items, emptyItem(items)]);
    setAt(items.length);
  };
  const remove = () =>
    modal.confirm({
      title: `删掉“${item?.title || '未命名'}”？`,
      okText: '删掉',
      okButtonProps: { danger: true },
      onOk: () => {
        onChange(items.filter((_, index) => index !== at));
        setAt(0);
      },
    });
  return (
    <div className="page-columns policy-columns">
      <section className="panel" aria-label="事项与规则">
        <div className="panel-head">
          <h2>{items.length > 0 ? `事项 ${at + 1} / ${items.length}` : '事项'}</h2>
          {items.length > 0 && (
            <span className="cut item-tabs">
              <Segmented
                value={at}
                onChange={setAt}
                options={items.map((entry, index) => ({
                  value: index,
                  label: `${index + 1} ${entry.title || '未命名'}`,
                }))}
              />
            </span>
          )}
          <span className="grow" />
          <Button icon={<PlusOutlined />} disabled={items.length >= 20} onClick={add}>
            事项
          </Button>
        </div>
        {item ? (
          <>
            <div className="scroll">
              <ItemFields key={item.key} item={item} onChange={change} onRemove={remove} />
              {rows ? (
                <RuleEditor
                  key={`${item.key}-rule`}
                  rows={rows}
                  audience={audience}
                  isCounting={counted.isStale}
                  onChange={(changed) => change({ rule: toRule(changed) })}
                />
              ) : (
                <p className="panel-body meta">这条规则有多层条件组，这里只看，不改。</p>
              )}
            </div>
            {audience && (
              <p className="sentence">
                <b>读作</b>
                {audience.sentence}
              </p>
            )}
          </>
        ) : (
          <p className="panel-body meta">只是发文、解读或清单时，可以没有事项。</p>
        )}
      </section>
      <div className="stack audience">
        {item ? (
          <AudiencePanel {...counted} />
        ) : (
          <p className="panel panel-body meta">加一个事项，就能看到它够得着哪些企业。</p>
        )}
      </div>
    </div>
  );
}
