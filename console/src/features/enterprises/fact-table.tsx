import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { Enterprise, EnterpriseFact } from '@contract/index';
import type { FactSource } from '@contract/enums';
import { factSourceText } from '@contract/words';
import { Tone } from '../../components/tone';
import type { ToneName } from '../../format/texts';
import { FactHistory } from './fact-history';

export const sourceTone: Record<FactSource, ToneName> = {
  verified: 'green',
  imported: 'grey',
  'self-declared': 'accent',
};

/** Facts with their source and date; where another source differs, both are seen. */
export function FactTable({ enterprise }: { enterprise: Enterprise }) {
  const [shown, setShown] = useState<EnterpriseFact>();
  const differing = enterprise.facts.filter(({ other }) => other).length;
  return (
    <section className="panel" aria-label="企业数据">
      <div className="panel-head">
        <h2>企业数据</h2>
        <span className="meta">{enterprise.facts.length} 项</span>
        <span className="grow" />
        {differing > 0 && <Tone tone="amber">{differing} 项有不同说法</Tone>}
      </div>
      <ul className="fact-rows">
        {enterprise.facts.map((fact) => (
          <li key={fact.attribute}>
            <span className="fact-label">{fact.label}</span>
            <span className="fact-value">
              <b>{fact.text}</b>
              {fact.other && (
                <span className="fact-other">
                  {factSourceText[fact.other.origin.source]} {fact.other.text}（{fact.other.origin.asOf}）
                </span>
              )}
            </span>
            <Tone tone={sourceTone[fact.origin.source]}>{factSourceText[fact.origin.source]}</Tone>
            <span className="meta">{fact.origin.asOf}</span>
            <Button type="link" aria-label={`${fact.label}的历史`} onClick={() => setShown(fact)}>
              历史
            </Button>
          </li>
        ))}
      </ul>
      <Drawer
        open={shown !== undefined}
        title={`${shown?.label ?? ''}：历次数据`}
        onClose={() => setShown(undefined)}
      >
        {shown && <FactHistory enterpriseId={enterprise.id} attribute={shown.attribute} />}
      </Drawer>
    </section>
  );
}
