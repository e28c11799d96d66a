import { View } from '@tarojs/components';
import { useMemo } from 'react';

import { drawQr } from './rectangles';

import './index.scss';

interface QrCodeProps {
  text: string;
  /** Side in px, the quiet zone included; rounded down so that a module is a whole number of px. */
  sizePx?: number;
  label: string;
}

/** Modules of white around the code, without which scanners miss it. */
const quietModules = 2;

/**
 * A QR code of plain rectangles: nothing is fetched and no canvas is needed, so that it shows without a network.
 * Import it in subpackages only: its library stays out of the main package.
 */
export function QrCode({ text, sizePx = 224, label }: QrCodeProps) {
  const { modules, rectangles } = useMemo(() => drawQr(text), [text]);
  const modulePx = Math.max(2, Math.floor(sizePx / (modules + 2 * quietModules)));
  const sidePx = modulePx * (modules + 2 * quietModules);
  return (
    <View
      className="q-qr"
      style={{ width: `${sidePx}px`, height: `${sidePx}px` }}
      role="img"
      ariaLabel={label}
    >
      {rectangles.map(({ left, top, width, height }) => (
        <View
          key={`${left}-${top}`}
          className="q-qr__dark"
          style={{
            left: `${(left + quietModules) * modulePx}px`,
            top: `${(top + quietModules) * modulePx}px`,
            width: `${width * modulePx}px`,
            height: `${height * modulePx}px`,
          }}
        />
      ))}
    </View>
  );
}
