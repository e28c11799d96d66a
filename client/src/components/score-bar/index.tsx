import { View } from '@tarojs/components';

import './index.scss';

/** A score in [0, 1] in words and in bars of five. */
export function scoreWord(score: number): { word: string; bars: number } {
  if (score >= 0.75) return { word: '很合适', bars: 5 };
  if (score >= 0.55) return { word: '合适', bars: 4 };
  if (score >= 0.35) return { word: '可以看看', bars: 3 };
  return { word: '不太合适', bars: 2 };
}

/** How well two sides fit. */
export function ScoreBar({ score }: { score: number }) {
  const { word, bars } = scoreWord(score);
  return (
    <View className="q-score">
      <View className="q-score__bars" ariaHidden>
        {[1, 2, 3, 4, 5].map((bar) => (
          <View key={bar} className={`q-score__bar ${bar <= bars ? 'q-score__bar--on' : ''}`} />
        ))}
      </View>
      {word}
    </View>
  );
}
