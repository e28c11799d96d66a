import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { ReasonDialog } from './reason-dialog';
import { useAct } from './use-act';

interface Props {
  title: string;
  text: string;
  label: string;
  placeholder: string;
  isDisabled?: boolean;
  /** Has the file made and kept; gives back what to say of it. */
  onGive: (reason: string) => Promise<string | void>;
}

/** Takes what is found away as CSV; what for is asked and recorded. */
export function ExportButton({ isDisabled, onGive, ...asked }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const { isActing, act } = useAct({ otherwise: '没有导出来，请再试一次' });
  const make = (reason: string) =>
    act(async () => {
      const said = await onGive(reason);
      setIsOpen(false);
      return said;
    });
  return (
    <>
      <Button icon={<DownloadOutlined />} disabled={isDisabled} onClick={() => setIsOpen(true)}>
        导出 CSV
      </Button>
      <ReasonDialog
        {...asked}
        maxLength={200}
        okText="导出"
        isOpen={isOpen}
        isSaving={isActing}
        onClose={() => setIsOpen(false)}
        onGive={(reason) => void make(reason)}
      />
    </>
  );
}
