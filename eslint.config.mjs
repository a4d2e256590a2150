// Lint: the recommended rules, and what the house asks for: named exports, no `I` prefix, and pure rooms that know no `any` and no
// global of a browser or of Node.
import tseslint from 'typescript-eslint';

/** What every place has where JavaScript runs (workers, pages, Node) beside the language itself. */
const everywhere = [
  'Blob',
  'CompressionFormat',
  'DecompressionStream',
  'MessageChannel',
  'performance',
  'TextDecoder',
  'TextEncoder',
  'WebAssembly',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.vscode-test/', '.cache/', 'test/fixtures/', 'sample/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-this-alias': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      eqeqeq: ['error', 'always'],
      'no-eval': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.{ts,tsx}'],
    rules: {
      'no-console': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Exports have names here.' },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: ['interface', 'typeAlias'],
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: false },
        },
      ],
    },
  },
  {
    files: ['src/analysis/**/*.ts', 'src/engine/**/*.ts', 'src/protocol/**/*.ts'],
    languageOptions: {
      parserOptions: { lib: ['es2023'] },
      globals: Object.fromEntries(everywhere.map((name) => [name, 'readonly'])),
    },
    rules: { '@typescript-eslint/no-explicit-any': 'error', 'no-undef': 'error' },
  },
  {
    // Stand-ins for native modules are CommonJS, as what they stand in for.
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // The benchmark's worker loads the peers as their own pages would.
    files: ['test/bench/**/*.ts'],
    rules: { 'no-eval': 'off' },
  },
);
