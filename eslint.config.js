/** House rules; a message names the replacement, so that breaking one teaches it. */
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: the import then says the same word as the file.',
};
const noEnum = {
  selector: 'TSEnumDeclaration',
  message: 'Use a union of literals, or an `as const` object.',
};
const noBarrel = { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file itself.' };
const noFocus = {
  selector: 'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(only|todo|fixme)$/]',
  message: 'No focused or skipped tests: run it, or take it out.',
};
// Playwright has no skipIf: there `test.skip(condition, message)` says what is missing on this machine.
const noSkip = {
  selector:
    'CallExpression[callee.object.name=/^(it|test|describe|suite)$/][callee.property.name="skip"]:not([arguments.1.type="Literal"])',
  message: 'No skipped tests: run it, take it out, or say on which condition and why.',
};
const noDoubleCast = {
  selector: "TSAsExpression > TSAsExpression[typeAnnotation.type='TSUnknownKeyword']",
  message: 'No `as unknown as`: parse the value instead.',
};
const house = [noDefaultExport, noEnum, noBarrel, noDoubleCast];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', '*.config.js', '.dependency-cruiser.cjs'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['core', 'relay', 'workers', 'app', 'app/service-worker', 'tests', '.'].map(
          (room) => `${room}/tsconfig.json`,
        ),
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: 'test' }] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-empty': 'error',
      'no-restricted-syntax': ['error', ...house],
    },
  },
  {
    files: ['core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'Core has no clock: take UnixMs as an argument.' },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Core has no chance of its own: take a Rng as an argument.',
        },
      ],
    },
  },
  {
    files: ['app/**/*.tsx', 'app/**/*.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'no-restricted-syntax': [
        'error',
        ...house,
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Text from outside is text: never markup.',
        },
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...house, noFocus, noSkip], 'no-console': 'off' },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
