/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts', '<rootDir>/tests/**/*.test.tsx'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/support/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
  transform: {
    '\\.(ts|tsx|mjs|js)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(typebox|cookie|content-disposition|@noble|file-type|strtok3|token-types|uint8array-extras|@borewit|@tokenizer|mingo)/)',
  ],
  moduleNameMapper: {
    '^@contract$': '<rootDir>/server/contract/index.ts',
    '^@contract/(.*)$': '<rootDir>/server/contract/$1',
    '^@/(.*)$': '<rootDir>/client/src/$1',
  },
  maxWorkers: 2,
  workerIdleMemoryLimit: '900MB',
  testTimeout: 30_000,
};
