import { View } from '@tarojs/components';
import { useState } from 'react';
import { issueFields, issueKinds, type IssueField, type IssueKind } from '@contract/enums';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Chips } from '@/components/chips';
import { Sheet } from '@/components/sheet';
import { issueFieldText, issueKindText } from '@contract/words';
import { categoryText } from '@/format/issues';

interface CategoryCardProps {
  kind: IssueKind;
  field: IssueField;
  /** Where the category comes from: “看您写的，像是”. */
  lead: string;
  onChange: () => void;
}

/** What the text looks like, proposed; the person has the last word. */
export function CategoryCard({ kind, field, lead, onChange }: CategoryCardProps) {
  return (
    <Card>
      <View className="q-between">
        <View>
          <View className="q-meta">{lead}</View>
          <View className="q-t17">{categoryText({ kind, field })}</View>
        </View>
        <Button kind="soft" size="small" label="改类别" onTap={onChange}>
          改一下
        </Button>
      </View>
    </Card>
  );
}

const kinds = issueKinds.map((value) => ({ value, label: issueKindText[value] }));
const fields = issueFields.map((value) => ({ value, label: issueFieldText[value] }));

interface CategorySheetProps {
  kind: IssueKind;
  field: IssueField;
  onClose: () => void;
  onPick: (kind: IssueKind, field: IssueField) => void;
}

/** Picks the kind and the field; mounted when it opens, so that it begins with what is shown. */
export function CategorySheet({ kind, field, onClose, onPick }: CategorySheetProps) {
  const [chosenKind, setKind] = useState(kind);
  const [chosenField, setField] = useState(field);
  return (
    <Sheet
      open
      title="这是哪一类？"
      onClose={onClose}
      footer={
        <Button block onTap={() => onPick(chosenKind, chosenField)}>
          就按这个
        </Button>
      }
    >
      <View className="q-meta">咨询 1 个工作日答复，求助和建议 5 个，投诉 10 个</View>
      <Chips wrap label="类别" items={kinds} value={chosenKind} onChange={setKind} />
      <View className="q-t16">哪方面的事</View>
      <Chips wrap label="哪方面的事" items={fields} value={chosenField} onChange={setField} />
    </Sheet>
  );
}
