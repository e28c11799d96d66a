import { View } from '@tarojs/components';
import { useState } from 'react';
import { viewContact } from '@/api/issues';
import { Button } from '@/components/button';
import { Choice } from '@/components/choice';
import { Sheet } from '@/components/sheet';
import { useAction } from '@/hooks/use-action';
import { callPhone } from '@/platform/phone';
import { SheetProblem } from './sheet-problem';

const reasons = ['电话核实情况', '约时间上门', '告诉办理结果'] as const;

interface ContactSheetProps {
  issueId: string;
  onClose: () => void;
}

/** The contact's phone in full, for a reason that is written down; mounted when it opens. */
export function ContactSheet({ issueId, onClose }: ContactSheetProps) {
  const [reason, setReason] = useState<string>(reasons[0]);
  const [contact, setContact] = useState<{ name: string; phone: string }>();
  const asking = useAction();
  const ask = () => asking.run(async () => setContact(await viewContact(issueId, reason)));

  if (contact) {
    return (
      <Sheet
        open
        title={contact.name}
        onClose={onClose}
        footer={
          <Button block size="officer" icon="phone" onTap={() => callPhone(contact.phone)}>
            打电话
          </Button>
        }
      >
        <View className="q-say">{contact.phone}</View>
        <View className="q-meta">已记下：{reason}。企业查得到谁看过。</View>
      </Sheet>
    );
  }
  return (
    <Sheet
      open
      title="为什么要看号码？"
      onClose={onClose}
      footer={
        <Button block size="officer" loading={asking.isBusy} onTap={() => void ask()}>
          看完整号码
        </Button>
      }
    >
      <SheetProblem text={asking.problem} />
      {reasons.map((value) => (
        <Choice key={value} title={value} checked={value === reason} onChoose={() => setReason(value)} />
      ))}
      <View className="q-meta">看一次记一次，企业查得到</View>
    </Sheet>
  );
}
