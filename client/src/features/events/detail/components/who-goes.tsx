import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Event } from '@contract';
import { Button } from '@/components/button';
import { Card, Heading } from '@/components/card';
import { Field } from '@/components/field';
import { Icon } from '@/components/icon';
import { Rows } from '@/components/list-row';
import { Tap } from '@/components/tap';
import { TextInput } from '@/components/text-input';
import { notify } from '@/platform/notify';
import { checkAdded, placesWords, type Candidate, type SignUpForm } from '../view-model';

interface WhoGoesProps {
  event: Event;
  candidates: readonly Candidate[];
  form: SignUpForm;
  /** How many more may go. */
  room: number;
  /** How many are ticked. */
  count: number;
  onChange: (change: Partial<SignUpForm>) => void;
}

/** 谁去: colleagues to tick, and people to type in. */
export function WhoGoes({ event, candidates, form, room, count, onChange }: WhoGoesProps) {
  const [isAdding, setIsAdding] = useState(false);

  const toggle = ({ name }: Candidate) => {
    const isChosen = form.chosen.includes(name);
    if (!isChosen && count >= room) {
      notify(`最多再去 ${room} 人`);
      return;
    }
    onChange({ chosen: isChosen ? form.chosen.filter((other) => other !== name) : [...form.chosen, name] });
  };
  const add = (person: { name: string; phone: string }) => {
    onChange({
      added: [...form.added, person],
      ...(count < room ? { chosen: [...form.chosen, person.name] } : {}),
    });
    setIsAdding(false);
  };

  return (
    <Card flush>
      <View className="event-who__head">
        <Heading title="谁去？">{placesWords(event)}</Heading>
      </View>
      <Rows>
        {candidates.map((candidate) => (
          <CandidateRow
            key={candidate.name}
            candidate={candidate}
            isChosen={candidate.isSignedUp || form.chosen.includes(candidate.name)}
            isOff={candidate.isSignedUp || room === 0}
            onTap={() => toggle(candidate)}
          />
        ))}
        {room > 0 && !isAdding && (
          <Tap className="q-row event-who__add" onTap={() => setIsAdding(true)}>
            <Icon name="plus" />
            <View className="q-t16">加一位同事</View>
          </Tap>
        )}
        {isAdding && (
          <AddPerson
            known={candidates.map(({ name }) => name)}
            onAdd={add}
            onCancel={() => setIsAdding(false)}
          />
        )}
      </Rows>
    </Card>
  );
}

interface CandidateRowProps {
  candidate: Candidate;
  isChosen: boolean;
  isOff: boolean;
  onTap: () => void;
}

function CandidateRow({ candidate, isChosen, isOff, onTap }: CandidateRowProps) {
  const { name, note } = candidate;
  return (
    <Tap
      className={`q-row ${isOff ? 'event-who__off' : ''}`}
      role="checkbox"
      checked={isChosen}
      disabled={isOff}
      label={`${name}，${note}`}
      onTap={onTap}
    >
      <View className={`event-check ${isChosen ? 'event-check--on' : ''} ${isOff ? 'event-check--off' : ''}`}>
        {isChosen && <Icon name="check" size={18} />}
      </View>
      <View className="q-row__main event-who__person">
        <View className="q-t16">{name}</View>
        <View className="q-meta">{note}</View>
      </View>
    </Tap>
  );
}

interface AddPersonProps {
  known: readonly string[];
  onAdd: (person: { name: string; phone: string }) => void;
  onCancel: () => void;
}

function AddPerson({ known, onAdd, onCancel }: AddPersonProps) {
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [problem, setProblem] = useState<ReturnType<typeof checkAdded>>();

  const add = () => {
    const found = checkAdded({ name, phone }, known);
    setProblem(found);
    if (!found) onAdd({ name: name.trim(), phone: phone.trim() });
  };
  return (
    <View className="event-add">
      <Field label="姓名" required error={problem?.field === 'name' ? problem.rule : undefined}>
        <TextInput value={name} onChange={setName} label="姓名" maxLength={20} focus />
      </Field>
      <Field
        label="手机号"
        hint="忘带手机时门口可查"
        error={problem?.field === 'phone' ? problem.rule : undefined}
      >
        <TextInput
          value={phone}
          onChange={setPhone}
          label="手机号"
          type="number"
          maxLength={11}
          onConfirm={add}
        />
      </Field>
      <View className="event-add__actions">
        <Button kind="outline" size="small" onTap={onCancel}>
          不加了
        </Button>
        <Button kind="soft" size="small" onTap={add}>
          加上
        </Button>
      </View>
    </View>
  );
}
