import fc from 'fast-check';
import readQr from 'jsqr';

import { drawQr } from '@/components/qr-code/rectangles';

const modulePx = 4;
const quietPx = 4 * modulePx;

/** Paints the rectangles as the page does and reads the picture as a scanner does. */
function scan(text: string): string | undefined {
  const { modules, rectangles } = drawQr(text);
  const side = modules * modulePx + 2 * quietPx;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const { left, top, width, height } of rectangles) {
    for (let y = top * modulePx; y < (top + height) * modulePx; y += 1) {
      for (let x = left * modulePx; x < (left + width) * modulePx; x += 1) {
        pixels.fill(
          0,
          ((y + quietPx) * side + x + quietPx) * 4,
          ((y + quietPx) * side + x + quietPx) * 4 + 3,
        );
      }
    }
  }
  return readQr(pixels, side, side)?.data;
}

describe('a QR code drawn with rectangles', () => {
  test('is read back by a scanner as the text it was drawn from', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9+/=.:_-]{8,240}$/), (text) => {
        expect(scan(text)).toBe(text);
      }),
      { numRuns: 25 },
    );
  });

  test('carries Chinese', () => {
    expect(scan('企服通：装备制造供需对接会')).toBe('企服通：装备制造供需对接会');
  });

  test('covers no module twice and needs fewer views than there are dark modules', () => {
    const { modules, rectangles } = drawQr('QFT1.'.repeat(30));
    const covered = new Set<number>();
    let area = 0;
    for (const { left, top, width, height } of rectangles) {
      area += width * height;
      for (let row = top; row < top + height; row += 1) {
        for (let column = left; column < left + width; column += 1) covered.add(row * modules + column);
      }
    }
    expect(covered.size).toBe(area);
    expect(rectangles.length).toBeLessThan(area * 0.7);
  });
});
