import { View } from '@tarojs/components';
import type { Match } from '@contract';

import { readParts } from './reading';

import './index.scss';

/** Why two listings fit, part by part, in words. */
export function MatchParts({ parts }: { parts: Match['parts'] }) {
  return (
    <View className="q-parts">
      {readParts(parts).map(({ label, pieces, isWarning }) => (
        <View key={label} className="q-parts__row">
          <View className="q-parts__label">{label}</View>
          <View className={`q-parts__reason ${isWarning ? 'q-warn' : ''}`}>
            {pieces.map(({ text, strong }) => (
              <View key={text} className={`q-parts__piece ${strong ? 'q-accent q-bold' : ''}`}>
                {text}
              </View>
            ))}
          </View>
        </View>
      ))}
    </View>
  );
}
