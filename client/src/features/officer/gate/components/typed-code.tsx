import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '@/components/button';
import { TextInput } from '@/components/text-input';

interface TypedCodeProps {
  isChecking: boolean;
  onCheck: (code: string) => void;
}

/** The letters below a code, typed in where it can’t be scanned. */
export function TypedCode({ isChecking, onCheck }: TypedCodeProps) {
  const [code, setCode] = useState('');
  const isEmpty = code.trim() === '';
  const check = () => {
    if (isEmpty || isChecking) return;
    onCheck(code);
    setCode('');
  };
  return (
    <View className="gate-typed">
      <TextInput
        value={code}
        onChange={setCode}
        label="码下面的 8 位字"
        placeholder="扫不了就输 8 位字"
        maxLength={12}
        confirmType="done"
        onConfirm={check}
      />
      <Button size="officer" disabled={isEmpty || isChecking} onTap={check}>
        验票
      </Button>
    </View>
  );
}
