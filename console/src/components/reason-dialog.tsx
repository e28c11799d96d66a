import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Labelled } from './labelled';

interface Props {
  title: string;
  text: string;
  /** What is asked for. */
  label: string;
  placeholder?: string;
  maxLength?: number;
  okText: string;
  cancelText?: string;
  /** Something is refused or ended by it. */
  isDanger?: boolean;
  usualReasons?: readonly string[];
  isOpen: boolean;
  isSaving: boolean;
  onClose: () => void;
  onGive: (reason: string) => void;
}

/** Asks why something is done: it is recorded or read by whom it hits, so it can't be left out. */
export function ReasonDialog(props: Props) {
  const [reason, setReason] = useState('');
  return (
    <Modal
      open={props.isOpen}
      title={props.title}
      okText={props.okText}
      cancelText={props.cancelText}
      okButtonProps={{ danger: props.isDanger, disabled: !reason.trim() }}
      confirmLoading={props.isSaving}
      onOk={() => props.onGive(reason.trim())}
      onCancel={props.onClose}
      afterClose={() => setReason('')}
      destroyOnHidden
    >
      <div className="stack">
        <p className="meta">{props.text}</p>
        <Labelled label={props.label} share="full">
          <Input.TextArea
            value={reason}
            placeholder={props.placeholder}
            maxLength={props.maxLength ?? 100}
            showCount
            autoFocus
            rows={3}
            onChange={(event) => setReason(event.target.value)}
          />
        </Labelled>
      </div>
      {props.usualReasons && (
        <div className="row" style={{ flexWrap: 'wrap', marginTop: 28 }}>
          {props.usualReasons.map((each) => (
            <Button key={each} size="small" onClick={() => setReason(each)}>
              {each}
            </Button>
          ))}
        </div>
      )}
    </Modal>
  );
}
