/** What is wrong with a file as a whole, in Chinese; the line where reading ended, where there is one. */
export class SheetError extends Error {
  readonly line?: number;

  constructor(message: string, line?: number) {
    super(message);
    this.name = 'SheetError';
    if (line !== undefined) this.line = line;
  }
}
