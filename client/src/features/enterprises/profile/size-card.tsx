import { View } from '@tarojs/components';
import type { SizeBasis } from '@contract';
import type { EnterpriseSize } from '@contract/enums';
import { Button } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { ListRow, Rows } from '@/components/list-row';
import { Tag } from '@/components/tag';
import { enterpriseSizeText } from '@contract/words';

interface SizeCardProps {
  size: EnterpriseSize | undefined;
  basis: SizeBasis;
  /** Fills in a figure that is missing. */
  onFill: (attribute: string) => void;
}

/** How the size comes about: what each figure gives by itself, which one decides, and what the next step asks. */
export function SizeCard({ size, basis, onFill }: SizeCardProps) {
  return (
    <>
      <View className="q-gap">
        <Heading title="企业规模">{size ? enterpriseSizeText[size] : '还不能划型'}</Heading>
      </View>
      <Card flush={basis.figures.length > 0}>
        {basis.figures.length === 0 ? (
          <View className="q-meta">
            {basis.state === 'too-coarse'
              ? '行业只登记到较粗的一级，登记到小类后才能划型。'
              : '2017 年划型办法不覆盖您的行业，不划分规模。'}
          </View>
        ) : (
          <Rows>
            {basis.figures.map(({ attribute, label, text, alone, decides, nextText }) => (
              <ListRow
                key={attribute}
                title={`${label} ${text ?? ''}`}
                note={
                  alone
                    ? decides && nextText
                      ? `升一档要 ${nextText}`
                      : `单看这一项够${enterpriseSizeText[alone]}`
                    : '划型要用到这一项'
                }
                end={
                  alone ? (
                    decides && <Tag tone="accent">由它定</Tag>
                  ) : (
                    <Button kind="soft" size="small" onTap={() => onFill(attribute)}>
                      去填
                    </Button>
                  )
                }
              />
            ))}
          </Rows>
        )}
      </Card>
      {basis.ruleName && (
        <View className="q-meta profile-rule">
          按统计上大中小微型企业划分办法（2017）的“{basis.ruleName}”标准，每一项都达到下限才算这一档。
        </View>
      )}
    </>
  );
}
