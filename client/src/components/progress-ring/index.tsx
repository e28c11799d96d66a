import { View } from '@tarojs/components';

import './index.scss';

const radius = 32;
const circumference = 2 * Math.PI * radius;

function ring(percent: number): string {
  const done = (circumference * percent) / 100;
  const arc =
    percent > 0
      ? `<circle cx='40' cy='40' r='${radius}' stroke='%2312566A' stroke-linecap='round' stroke-dasharray='${done.toFixed(1)} ${circumference.toFixed(1)}' transform='rotate(-90 40 40)'/>`
      : '';
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 80 80' fill='none' stroke-width='8'><circle cx='40' cy='40' r='${radius}' stroke='%23E3EEF0'/>${arc}</svg>`;
  return `url("data:image/svg+xml,${svg.replace(/</g, '%3C').replace(/>/g, '%3E')}")`;
}

/** How much of something is there, in per cent, as a ring around the number. */
export function ProgressRing({ percent, label }: { percent: number; label: string }) {
  const shown = Math.min(100, Math.max(0, Math.round(percent)));
  return (
    <View
      className="q-ring"
      style={{ backgroundImage: ring(shown) }}
      role="img"
      ariaLabel={`${label} ${shown}%`}
    >
      {shown}%
    </View>
  );
}
