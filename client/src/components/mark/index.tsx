import { View } from '@tarojs/components';

import type { RatingResult, Verdict } from '@contract/enums';

import { ratingResultText, verdictText } from '@contract/words';

import './index.scss';

type Shape = 'full' | 'half' | 'barred' | 'crossed';
type Tone = 'ok' | 'warn' | 'bad' | 'mute';

const verdictLooks: Record<Verdict, { shape: Shape; tone: Tone }> = {
  met: { shape: 'full', tone: 'ok' },
  unknown: { shape: 'half', tone: 'warn' },
  'not-met': { shape: 'barred', tone: 'mute' },
};

const ratingLooks: Record<RatingResult, { shape: Shape; tone: Tone }> = {
  solved: { shape: 'full', tone: 'ok' },
  'partly-solved': { shape: 'half', tone: 'warn' },
  unsolved: { shape: 'crossed', tone: 'bad' },
};

interface LookProps {
  shape: Shape;
  tone: Tone;
  text: string;
  /** Only the shape is drawn, where the word stands beside it already. */
  bare?: boolean;
}

function Mark({ shape, tone, text, bare = false }: LookProps) {
  return (
    <View className={`q-mark q-mark--${tone}`}>
      <View
        className={`q-mark__shape q-mark__shape--${shape}`}
        role={bare ? 'img' : undefined}
        ariaLabel={bare ? text : undefined}
        ariaHidden={!bare}
      />
      {!bare && <View>{text}</View>}
    </View>
  );
}

/** 符合 a full disc, 缺资料 half a disc, 不符合 a barred ring: a word, a shape, then a colour. */
export function VerdictMark({ verdict, bare }: { verdict: Verdict; bare?: boolean }) {
  return <Mark {...verdictLooks[verdict]} text={verdictText[verdict]} bare={bare} />;
}

/** 解决 a full disc, 部分解决 half a disc, 未解决 a crossed disc. */
export function RateMark({ result, bare }: { result: RatingResult; bare?: boolean }) {
  return <Mark {...ratingLooks[result]} text={ratingResultText[result]} bare={bare} />;
}
