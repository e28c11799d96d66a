import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Forbids imports by path pattern, with the reason. Data flows one way: page → hook → api → route → service → model. */
const forbid = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([group, message]) => ({ group, message })) },
    ],
  },
});
/** The clients know the wire by its types; of the contract only the import-free files may be loaded. */
const contractByTypeOnly = {
  files: ['client/src/**/*.{ts,tsx}', 'console/**/*.{ts,tsx}'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '^@contract(?!/(enums|errors|words)$)|/server/',
            allowTypeImports: true,
            message: 'Import the contract by type only.',
          },
        ],
      },
    ],
  },
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.data', 'client/.swc'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    files: ['scripts/**', 'server/commands/**', 'tests/**', 'client/config/**', 'client/plugins/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.cjs', 'client/babel.config.js', 'client/config/**', 'client/plugins/**'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['client/src/**', 'console/**', 'server/sandbox/pages/**'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['client/src/**/*.{ts,tsx}', 'console/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },

  // The engine knows nothing of the product.
  forbid(
    ['server/database/embedded/**/*.ts'],
    [
      [
        ['**/modules/**', '**/plugins/**', '@contract', '@contract/**', '**/contract/**'],
        'The embedded engine knows nothing of the product.',
      ],
    ],
  ),
  // The wire imports nothing of the server.
  forbid(['server/contract/**/*.ts'], [[['../*'], 'The contract stands alone.']]),
  forbid(
    ['server/contract/enums.ts', 'server/contract/errors.ts'],
    [[['*', './*', '../*'], 'Import-free: clients load this file at run time.']],
  ),
  // A module calls another module's service or pure rules, never its model or routes.
  forbid(
    ['server/modules/**/*.ts'],
    [
      [['../*/*.model', '../*/*.routes'], "Call the other module's service, never its model."],
      [
        ['**/plugins/**', '**/sandbox/**', '**/jobs/**', '**/app'],
        'Modules know nothing of what hosts them.',
      ],
    ],
    ['server/modules/**/*.routes.ts'],
  ),
  forbid(['server/modules/**/*.routes.ts'], [[['**/*.model'], 'Routes call services.']]),
  forbid(
    ['server/gateways/**/*.ts', 'server/search/**/*.ts'],
    [[['**/modules/**'], 'The outside world and the indexes know no module.']],
  ),
  contractByTypeOnly,
  forbid(
    ['client/src/features/**/*.{ts,tsx}'],
    [[['@/features/**', '@/pages/**', '../../../*'], 'Features do not import one another.']],
  ),
);
