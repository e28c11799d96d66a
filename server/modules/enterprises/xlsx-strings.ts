import { SheetError } from './sheet-error';

/** Most text that a workbook's table of strings may hold, bytes. */
const mostBytes = 128 * 1024 * 1024;

/** The strings of a workbook, kept as bytes outside the heap: one buffer and where each string ends. */
export class StringTable {
  private bytes = Buffer.alloc(1 << 16);
  private ends = new Uint32Array(1 << 12);
  private count = 0;
  private used = 0;

  /** @throws SheetError when the workbook holds more text than fits */
  add(text: string): void {
    const size = Buffer.byteLength(text);
    if (this.used + size > mostBytes) throw new SheetError('工作簿里文字太多，请另存为 CSV 再导入');
    while (this.used + size > this.bytes.length) this.bytes = grown(this.bytes);
    if (this.count === this.ends.length) {
      const ends = new Uint32Array(this.count * 2);
      ends.set(this.ends);
      this.ends = ends;
    }
    this.used += this.bytes.write(text, this.used);
    this.ends[this.count] = this.used;
    this.count += 1;
  }

  /** The string with this number, from 0; empty for one that isn't there. */
  at(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) return '';
    return this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
  }
}

function grown(bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const larger = Buffer.alloc(bytes.length * 2);
  bytes.copy(larger);
  return larger;
}
