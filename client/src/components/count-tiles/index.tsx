import { View } from '@tarojs/components';

import { Tap } from '../tap';

import './index.scss';

interface CountTile<Value extends string> {
  value: Value;
  label: string;
  count: number;
  tone: 'bad' | 'warn' | 'ok';
}

interface CountTilesProps<Value extends string> {
  tiles: readonly CountTile<Value>[];
  selected?: Value;
  onSelect: (value: Value | undefined) => void;
}

/** Counts by urgency; what is overdue is filled. Each is a filter. */
export function CountTiles<Value extends string>({ tiles, selected, onSelect }: CountTilesProps<Value>) {
  return (
    <View className="q-tiles">
      {tiles.map((tile) => (
        <Tap
          key={tile.value}
          className={`q-tile q-tile--${tile.tone} ${tile.count > 0 ? 'q-tile--some' : ''} ${tile.value === selected ? 'q-tile--on' : ''}`}
          selected={tile.value === selected}
          label={`${tile.label} ${tile.count} 件`}
          onTap={() => onSelect(tile.value === selected ? undefined : tile.value)}
        >
          <View className="q-tile__number">{tile.count}</View>
          <View className="q-tile__label">{tile.label}</View>
        </Tap>
      ))}
    </View>
  );
}
