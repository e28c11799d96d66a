import { Button, Input, Modal } from 'antd';
import { useState } from 'react';

interface Props {
  title: string;
  text: string;
  /** What is asked for, for who hears the field instead of seeing it. */
  label: string;
  okText: string;
  usualReasons: readonly string[];
  isOpen: boolean;
  isSaving: boolean;
  onClose: () => void;
  onGive: (reason: string) => void;
}

/** Asks why something is refused or ended: the person reads it, so it can't be left out. */
export function ReasonDialog(props: Props) {
  const [reason, setReason] = useState('');
  return (
    <Modal
      open={props.isOpen}
      title={props.title}
      okText={props.okText}
      okButtonProps={{ danger: true, disabled: !reason.trim() }}
      confirmLoading={props.isSaving}
      onOk={() => props.onGive(reason.trim())}
      onCancel={props.onClose}
      afterClose={() => setReason('')}
      destroyOnHidden
    >
      <p className="meta">{props.text}</p>
      <Input.TextArea
        aria-label={props.label}
        value={reason}
        maxLength={100}
        showCount
        autoFocus
        rows={3}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="row" style={{ flexWrap: 'wrap', marginTop: 28 }}>
        {props.usualReasons.map((each) => (
          <Button key={each} size="small" onClick={() => setReason(each)}>
            {each}
          </Button>
        ))}
      </div>
    </Modal>
  );
}
