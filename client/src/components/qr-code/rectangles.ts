import qrcode from 'qrcode-generator';

export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The UTF-8 bytes of a text, one per character: the library writes only the low byte of each. */
function utf8(text: string): string {
  return encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The dark modules of a QR code with medium error correction, joined into rectangles; sides in modules. */
export function drawQr(text: string): { modules: number; rectangles: Rectangle[] } {
  const code = qrcode(0, 'M');
  code.addData(utf8(text), 'Byte');
  code.make();
  const modules = code.getModuleCount();
  const taken = new Set<number>();
  const isFree = (row: number, column: number) =>
    code.isDark(row, column) && !taken.has(row * modules + column);
  const rectangles: Rectangle[] = [];
  for (let top = 0; top < modules; top += 1) {
    for (let left = 0; left < modules; left += 1) {
      if (!isFree(top, left)) continue;
      let width = 1;
      while (left + width < modules && isFree(top, left + width)) width += 1;
      let height = 1;
      const rowIsFree = (row: number) =>
        Array.from({ length: width }, (_, step) => left + step).every((column) => isFree(row, column));
      while (top + height < modules && rowIsFree(top + height)) height += 1;
      for (let row = top; row < top + height; row += 1) {
        for (let column = left; column < left + width; column += 1) taken.add(row * modules + column);
      }
      rectangles.push({ left, top, width, height });
    }
  }
  return { modules, rectangles };
}
