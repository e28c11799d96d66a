/**
 * Draws the crackle of Ru ware: a honeycomb whose corners have wandered and some of whose walls are missing.
 * Run it after changing a number: `node client/drawings/crackle.mjs`.
 */
import { writeFile } from 'node:fs/promises';

const width = 375;
const height = 300;
const cellPx = 40;

let seed = 20141126;
function random() {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
}

const columns = Math.ceil(width / (cellPx * Math.sqrt(3))) + 2;
const rows = Math.ceil(height / (cellPx * 1.5)) + 2;
const corners = new Map();

function corner(x, y) {
  const key = `${Math.round(x)},${Math.round(y)}`;
  if (!corners.has(key)) {
    corners.set(key, [x + (random() - 0.5) * cellPx * 0.95, y + (random() - 0.5) * cellPx * 0.95]);
  }
  return corners.get(key);
}

const strokes = [];
for (let row = -1; row < rows; row += 1) {
  for (let column = -1; column < columns; column += 1) {
    const x = (column + (row % 2 === 0 ? 0 : 0.5)) * cellPx * Math.sqrt(3);
    const y = row * cellPx * 1.5;
    // Three of a cell's six walls; its neighbours draw the others.
    const points = [-90, -30, 30, 90].map((degrees) => {
      const angle = (degrees * Math.PI) / 180;
      return corner(x + cellPx * Math.cos(angle), y + cellPx * Math.sin(angle));
    });
    for (let side = 0; side < 3; side += 1) {
      if (random() < 0.1) continue;
      const [fromX, fromY] = points[side];
      const [toX, toY] = points[side + 1];
      const bendX = (fromX + toX) / 2 + (random() - 0.5) * 9;
      const bendY = (fromY + toY) / 2 + (random() - 0.5) * 9;
      strokes.push(
        `M${[fromX, fromY].map(Math.round).join(' ')}Q${[bendX, bendY, toX, toY].map(Math.round).join(' ')}`,
      );
    }
  }
}

const scss = `/* Drawn by client/drawings/crackle.mjs */

@function crackle($colour) {
  @return url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'%3E%3Cpath d='${strokes.join('')}' fill='none' stroke='%23#{$colour}' stroke-width='.8'/%3E%3C/svg%3E");
}
`;
await writeFile(new URL('../src/components/glaze/crackle.scss', import.meta.url), scss.replaceAll(' -', '-'));
