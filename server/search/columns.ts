import { createIdTable } from './id-table';

/** What a row may hold in a column. */
export type Cell = number | string | boolean | string[];
/** `number` columns hold numbers; `value` columns hold anything of which there are few different ones. */
export type ColumnKind = 'number' | 'value';

/** A column whose cells are numbers of values: 0 stands for what isn't known. */
export interface ValueColumn {
  codes: Uint8Array | Uint16Array | Uint32Array;
  /** By code; grows, and never changes what a code stands for. */
  values: (Cell | undefined)[];
}

export type SetCell = (column: string, cell: Cell) => void;

/** Records by attribute instead of by record: what one rule asks of all of them lies side by side. */
export interface Columns {
  /** Rows in use and rows of removed records; a row keeps its number. */
  readonly length: number;
  /** Records that stand in the columns. */
  readonly size: number;
  /** Memory held by the columns, bytes. */
  readonly sizeBytes: number;
  /** Adds a record (24 hexadecimal digits) or replaces it by the cells that are set; the number tells its version. */
  put(id: string, version: number, write: (set: SetCell) => void): void;
  remove(id: string): void;
  /** Version of a record that stands in the columns. */
  versionOf(id: string): number | undefined;
  idAt(row: number): string;
  isAlive(row: number): boolean;
  /** Numbers by row, NaN for what isn't known; undefined where nobody has one. */
  numbers(column: string): Float64Array | undefined;
  /** Values by row; undefined where nobody has one. */
  values(column: string): ValueColumn | undefined;
  cell(column: string, row: number): Cell | undefined;
  /** Rows of living records in order of their ids. */
  rowsInOrder(): Uint32Array;
}

interface Stored extends ValueColumn {
  codeOf: Map<Cell, number>;
  codeOfList: Map<string, number>;
}

const firstCapacity = 1024;

/** Columns in memory, typed arrays that take room only for attributes that somebody has. */
export function createColumns(kinds: Readonly<Record<string, ColumnKind>>): Columns {
  const ids = createIdTable();
  const numbers = new Map<string, Float64Array>();
  const values = new Map<string, Stored>();
  let capacity = firstCapacity;
  let versions = new Float64Array(capacity);
  let alive = new Uint8Array(capacity);
  let size = 0;

  function grow(): void {
    capacity *= 2;
    versions = resized(versions, capacity);
    alive = resized(alive, capacity);
    for (const [name, column] of numbers)
      numbers.set(name, resized(column, capacity).fill(NaN, column.length));
    for (const column of values.values()) column.codes = resized(column.codes, capacity);
  }

  function setNumber(name: string, row: number, cell: Cell): void {
    if (typeof cell !== 'number') return;
    let column = numbers.get(name);
    if (!column) numbers.set(name, (column = new Float64Array(capacity).fill(NaN)));
    column[row] = cell;
  }

  function setValue(name: string, row: number, cell: Cell): void {
    let column = values.get(name);
    if (!column) {
      column = {
        codes: new Uint8Array(capacity),
        values: [undefined],
        codeOf: new Map(),
        codeOfList: new Map(),
      };
      values.set(name, column);
    }
    const code = codeFor(column, cell);
    if (code > largest(column.codes)) column.codes = widened(column.codes);
    column.codes[row] = code;
  }

  function clear(row: number): void {
    for (const column of numbers.values()) column[row] = NaN;
    for (const { codes } of values.values()) codes[row] = 0;
  }

  function put(id: string, version: number, write: (set: SetCell) => void): void {
    const isKnown = ids.rowOf(id) !== undefined;
    const row = ids.add(id);
    while (row >= capacity) grow();
    if (isKnown) clear(row);
    if (alive[row] === 0) size += 1;
    alive[row] = 1;
    versions[row] = version;
    write((name, cell) => {
      const kind = kinds[name];
      if (kind === 'number') setNumber(name, row, cell);
      else if (kind === 'value') setValue(name, row, cell);
    });
  }

  function remove(id: string): void {
    const row = ids.rowOf(id);
    if (row === undefined || alive[row] === 0) return;
    alive[row] = 0;
    size -= 1;
  }

  function cell(name: string, row: number): Cell | undefined {
    const number = numbers.get(name)?.[row];
    if (number !== undefined) return Number.isNaN(number) ? undefined : number;
    const column = values.get(name);
    return column?.values[column.codes[row] ?? 0];
  }

  function sizeBytes(): number {
    let bytes = ids.sizeBytes + versions.byteLength + alive.byteLength;
    for (const column of numbers.values()) bytes += column.byteLength;
    for (const { codes } of values.values()) bytes += codes.byteLength;
    return bytes;
  }

  return {
    get length() {
      return ids.length;
    },
    get size() {
      return size;
    },
    get sizeBytes() {
      return sizeBytes();
    },
    put,
    remove,
    versionOf(id) {
      const row = ids.rowOf(id);
      return row !== undefined && alive[row] === 1 ? versions[row] : undefined;
    },
    idAt: ids.idAt,
    isAlive: (row) => alive[row] === 1,
    numbers: (name) => numbers.get(name),
    values: (name) => values.get(name),
    cell,
    rowsInOrder: () => ids.inOrder((row) => alive[row] === 1),
  };
}

function codeFor(column: Stored, cell: Cell): number {
  const isList = Array.isArray(cell);
  const known = isList ? column.codeOfList.get(cell.join('\n')) : column.codeOf.get(cell);
  if (known !== undefined) return known;
  const code = column.values.length;
  column.values.push(cell);
  if (isList) column.codeOfList.set(cell.join('\n'), code);
  else column.codeOf.set(cell, code);
  return code;
}

const largest = (codes: ValueColumn['codes']) => 2 ** (8 * codes.BYTES_PER_ELEMENT) - 1;

function widened(codes: ValueColumn['codes']): ValueColumn['codes'] {
  return codes instanceof Uint8Array ? Uint16Array.from(codes) : Uint32Array.from(codes);
}

function resized<T extends ValueColumn['codes'] | Float64Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
