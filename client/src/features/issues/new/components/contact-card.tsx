import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Me } from '@contract';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { ListRow, Rows } from '@/components/list-row';
import { Sheet } from '@/components/sheet';
import { Switch } from '@/components/switch';
import { TextInput } from '@/components/text-input';
import { maskPhone } from '@/format/text';
import type { NewIssueForm } from '../view-model';

interface ContactCardProps {
  me: Me;
  form: Pick<NewIssueForm, 'contactName' | 'contactPhone' | 'isNameHidden'>;
  onHide: (isNameHidden: boolean) => void;
  onChange: () => void;
}

/** Whom the officers call, and whether others learn which enterprise it is. */
export function ContactCard({ me, form, onHide, onChange }: ContactCardProps) {
  const phone = form.contactPhone ? maskPhone(form.contactPhone) : me.maskedPhone;
  return (
    <Card flush>
      <Rows>
        <ListRow
          strong
          title="联系人"
          note={
            <>
              {form.contactName || me.name}，{phone ?? <View className="new-inline q-warn">还缺手机号</View>}
            </>
          }
          end={
            <Button kind="outline" size="small" label={phone ? '换联系人' : '填手机号'} onTap={onChange}>
              {phone ? '换人' : '填上'}
            </Button>
          }
        />
        <ListRow
          strong
          title="不公开企业名称"
          note="只有经办人能看到"
          end={<Switch label="不公开企业名称" checked={form.isNameHidden} onChange={onHide} />}
        />
      </Rows>
    </Card>
  );
}

interface ContactSheetProps {
  name: string;
  phone: string;
  onClose: () => void;
  onPick: (name: string, phone: string) => void;
}

/** Names somebody else to call; mounted when it opens. */
export function ContactSheet({ name, phone, onClose, onPick }: ContactSheetProps) {
  const [typedName, setName] = useState(name);
  const [typedPhone, setPhone] = useState(phone);
  const [wasTried, setWasTried] = useState(false);
  const nameProblem = typedName.trim() === '' ? '写上姓名' : undefined;
  const phoneProblem = /^1\d{10}$/.test(typedPhone) ? undefined : '11 位手机号，1 开头';

  const pick = () => {
    setWasTried(true);
    if (!nameProblem && !phoneProblem) onPick(typedName.trim(), typedPhone);
  };

  return (
    <Sheet
      open
      title="经办人找谁？"
      onClose={onClose}
      footer={
        <Button block onTap={pick}>
          就找这个人
        </Button>
      }
    >
      <Field label="姓名" required error={wasTried ? nameProblem : undefined}>
        <TextInput label="姓名" value={typedName} maxLength={20} onChange={setName} />
      </Field>
      <Field label="手机号" required error={wasTried ? phoneProblem : undefined}>
        <TextInput
          label="手机号"
          type="number"
          value={typedPhone}
          maxLength={11}
          onChange={setPhone}
          onConfirm={pick}
        />
      </Field>
      <View className="q-meta">手机号加密保存，经办人看完整号码会留记录</View>
    </Sheet>
  );
}
