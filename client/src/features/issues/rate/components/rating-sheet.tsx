import { View } from '@tarojs/components';
import type { Issue } from '@contract';
import { ratingResults, type RatingResult } from '@contract/enums';
import { Button } from '@/components/button';
import { RateMark } from '@/components/mark';
import { Sheet } from '@/components/sheet';
import { Tap } from '@/components/tap';
import { TextArea } from '@/components/text-area';
import { ratingResultText } from '@contract/words';
import { useLargeText } from '@/hooks/use-large-text';
import {
  buttonText,
  consequenceText,
  readyWords,
  toggleWord,
  windowText,
  wordsQuestion,
  type RatingForm,
} from '../view-model';

interface RatingSheetProps {
  issue: Issue;
  form: RatingForm;
  problem: string | undefined;
  isSending: boolean;
  now: Date;
  onChange: (change: Partial<RatingForm>) => void;
  onSend: () => void;
  onClose: () => void;
}

/** Three big choices; one is enough, the rest is optional. */
export function RatingSheet({
  issue,
  form,
  problem,
  isSending,
  now,
  onChange,
  onSend,
  onClose,
}: RatingSheetProps) {
  const { isLarge } = useLargeText();
  const { result } = form;
  return (
    <Sheet
      open
      title="这件事，解决了吗？"
      onClose={onClose}
      footer={
        <View className="rate-foot">
          {problem && (
            <View className="rate-foot__problem q-bad" role="alert" ariaLive="assertive">
              {problem}
            </View>
          )}
          <Button block disabled={!result} loading={isSending} onTap={onSend}>
            {buttonText(result, isLarge)}
          </Button>
          <View className="q-meta rate-foot__note">{consequenceText(result, issue)}</View>
        </View>
      }
    >
      <View className="q-meta rate-window">{windowText(issue.confirmBy, now)}</View>
      <View className="rate-choices" role="radiogroup" ariaLabel="办理结果">
        {ratingResults.map((choice) => (
          <Tap
            key={choice}
            className={`rate-choice rate-choice--${choice} ${choice === result ? 'rate-choice--on' : ''}`}
            role="radio"
            checked={choice === result}
            label={ratingResultText[choice]}
            onTap={() => onChange({ result: choice })}
          >
            <RateMark result={choice} />
            {choice === result && <View className="rate-choice__chosen">已选</View>}
          </Tap>
        ))}
      </View>
      {result && (
        <>
          <Words result={result} form={form} onChange={onChange} />
          <Stars stars={form.stars} onChange={(stars) => onChange({ stars })} />
        </>
      )}
    </Sheet>
  );
}

function Words({
  result,
  form,
  onChange,
}: {
  result: RatingResult;
  form: RatingForm;
  onChange: (change: Partial<RatingForm>) => void;
}) {
  const { picked, typed } = form;
  return (
    <View>
      <View className="q-t16">
        {wordsQuestion[result]} <View className="rate-optional">可不填</View>
      </View>
      <View className="rate-words">
        {readyWords[result].map((word) => (
          <Tap
            key={word}
            className={`q-chip rate-word ${picked.includes(word) ? 'q-chip--on' : ''}`}
            role="checkbox"
            checked={picked.includes(word)}
            onTap={() => onChange({ picked: toggleWord(picked, word) })}
          >
            {word}
          </Tap>
        ))}
      </View>
      {result !== 'solved' && (
        <View className="rate-typed">
          <TextArea
            label="还想说的"
            placeholder="想补一句，写在这里"
            value={typed}
            maxLength={400}
            onChange={(next) => onChange({ typed: next })}
          />
        </View>
      )}
    </View>
  );
}

const fiveStars = [1, 2, 3, 4, 5];

function Stars({
  stars,
  onChange,
}: {
  stars: number | undefined;
  onChange: (stars: number | undefined) => void;
}) {
  return (
    <View className="rate-stars">
      <View className="q-t16">服务怎么样</View>
      <View
        className="rate-stars__row"
        role="radiogroup"
        ariaLabel={stars ? `${stars} 星，共 5 星` : '还没有打星'}
      >
        {fiveStars.map((star) => (
          <Tap
            key={star}
            className={`rate-star ${stars && star <= stars ? 'rate-star--on' : ''}`}
            role="radio"
            checked={star === stars}
            label={`${star} 星`}
            // Tapping the same star again takes the stars back.
            onTap={() => onChange(star === stars ? undefined : star)}
          >
            <View className="rate-star__shape" />
          </Tap>
        ))}
      </View>
    </View>
  );
}
