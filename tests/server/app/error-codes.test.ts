import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes } from '../../../server/contract/errors';

/** Texts of the tests that talk to the server; this one only lists. */
function testsOfTheServer(): string[] {
  return ['tests/server', 'tests/journeys'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.test\.tsx?$/.test(file) && !file.endsWith('error-codes.test.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8')),
  );
}

describe('the error codes', () => {
  it('are each asserted by some test of the server', () => {
    const tests = testsOfTheServer();
    expect(tests.length).toBeGreaterThan(50);
    expect(errorCodes.filter((code) => !tests.some((test) => test.includes(`'${code}'`)))).toEqual([]);
  });
});
