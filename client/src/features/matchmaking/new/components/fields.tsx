import { View } from '@tarojs/components';
import { markets } from '@contract/enums';
import { Card } from '@/components/card';
import { Chips } from '@/components/chips';
import { DateInput } from '@/components/date-input';
import { Field } from '@/components/field';
import { ListRow } from '@/components/list-row';
import { Segments } from '@/components/segments';
import { SelectInput } from '@/components/select-input';
import { Switch } from '@/components/switch';
import { TextArea } from '@/components/text-area';
import { TextInput } from '@/components/text-input';
import { marketText } from '@contract/words';
import { daysUntil } from '@/format/dates';
import { useRegionChoices } from '../use-new-listing';
import {
  addDays,
  clarity,
  defaultLastDay,
  marketWords,
  type FieldErrors,
  type ListingForm,
} from '../view-model';

const marketChips = markets.map((value) => ({ value, label: marketText[value] }));
const longestDays = 180;
const elsewhere = 'elsewhere';

interface ListingFieldsProps {
  form: ListingForm;
  errors: FieldErrors;
  today: string;
  now: Date;
  enterpriseId: string;
  onChange: (change: Partial<ListingForm>) => void;
}

/** Everything a listing says; the words follow the market and the side. */
export function ListingFields({ form, errors, today, now, enterpriseId, onChange }: ListingFieldsProps) {
  const { market, side } = form;
  const words = marketWords[market];
  const lastDay = form.validUntil || defaultLastDay(today);
  return (
    <>
      <Segments
        items={[
          { value: 'need', label: words.sides.need },
          { value: 'offer', label: words.sides.offer },
        ]}
        value={side}
        onChange={(next) => onChange({ side: next })}
        label="需求还是供应"
      />
      <Chips
        items={marketChips}
        value={market}
        onChange={(next) => onChange({ market: next })}
        label="市场"
      />
      <Field label={words.title[side]} required error={errors.title}>
        <TextInput
          value={form.title}
          onChange={(title) => onChange({ title })}
          label={words.title[side]}
          placeholder={`比如 ${words.titleExample[side]}`}
          maxLength={40}
        />
      </Field>
      <View className="listing-two">
        {words.quantity && (
          <Field label={words.quantity.label} required error={errors.quantity}>
            <TextInput
              value={form.quantity}
              onChange={(quantity) => onChange({ quantity })}
              label={words.quantity.label}
              placeholder={words.quantity.example}
              maxLength={40}
            />
          </Field>
        )}
        <Field label={words.amount[side]} required error={errors.amountFen}>
          <TextInput
            value={form.amount}
            onChange={(amount) => onChange({ amount })}
            label={words.amount[side]}
            type="digit"
            placeholder="可不填"
            unit="万元"
            maxLength={12}
          />
        </Field>
      </View>
      <Regions form={form} error={errors.regionCode} enterpriseId={enterpriseId} onChange={onChange} />
      <Field
        label="再说清楚点"
        required
        hint={words.hint}
        error={errors.text}
        count={{ used: [...form.text].length, max: 500 }}
      >
        <TextArea
          value={form.text}
          onChange={(text) => onChange({ text })}
          label="再说清楚点"
          placeholder="写一两句，别人才好判断"
        />
      </Field>
      <Clarity form={form} />
      <Card flush>
        <ListRow
          strong
          title="不公开企业名称"
          note="双方都有意，才看得到"
          end={
            <Switch
              checked={form.isNameHidden}
              onChange={(isNameHidden) => onChange({ isNameHidden })}
              label="不公开企业名称"
            />
          }
        />
      </Card>
      <Field label="挂到哪天" required hint={`${daysUntil(lastDay, now)} 天`} error={errors.validUntil}>
        <DateInput
          value={lastDay}
          onChange={(validUntil) => onChange({ validUntil })}
          label="挂到哪天"
          earliest={today}
          latest={addDays(today, longestDays)}
          now={now}
        />
      </Field>
    </>
  );
}

interface RegionsProps {
  form: ListingForm;
  error?: string;
  enterpriseId: string;
  onChange: (change: Partial<ListingForm>) => void;
}

function Regions({ form, error, enterpriseId, onChange }: RegionsProps) {
  const { data } = useRegionChoices(enterpriseId);
  // Without the list of places the enterprise’s own place is meant.
  if (!data || data.near.length === 0) return null;
  const { near, others } = data;
  const code = form.regionCode || (near[0]?.value ?? '');
  const isElsewhere = !near.some(({ value }) => value === code);
  return (
    <Field label={form.side === 'need' ? '找哪里的' : '供到哪里'} required error={error}>
      <Chips
        wrap
        items={[...near, { value: elsewhere, label: '别的市' }]}
        value={isElsewhere ? elsewhere : code}
        onChange={(value) => onChange({ regionCode: value === elsewhere ? (others[0]?.value ?? '') : value })}
        label="范围"
      />
      {isElsewhere && (
        <View className="listing-elsewhere">
          <SelectInput
            options={others}
            value={code}
            onChange={(regionCode) => onChange({ regionCode })}
            label="哪个市"
          />
        </View>
      )}
    </Field>
  );
}

/** How clear it is already, and what would bring more matches. */
function Clarity({ form }: { form: ListingForm }) {
  const { filled, next } = clarity(form);
  return (
    <View role="status" ariaLabel={`清楚程度 5 格中的 ${filled} 格`}>
      <View className="listing-bars" ariaHidden>
        {[1, 2, 3, 4, 5].map((bar) => (
          <View key={bar} className={`listing-bar ${bar <= filled ? 'listing-bar--on' : ''}`} />
        ))}
      </View>
      <View className="q-body">
        {next ? (
          <>
            <View className="listing-next">{next}</View>，更容易配上
          </>
        ) : (
          '很清楚了，发吧'
        )}
      </View>
    </View>
  );
}
