// Lint: the recommended rules of eslint and typescript-eslint, and no `any` in the pure rooms.
import tseslint from 'typescript-eslint';

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
    // Stand-ins for native modules are CommonJS, as what they stand in for.
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // The benchmark's worker loads the peers as their own pages would.
    files: ['test/bench/**/*.ts'],
    rules: { 'no-eval': 'off' },
  },
  {
    files: ['src/analysis/**/*.ts', 'src/engine/**/*.ts', 'src/protocol/**/*.ts'],
    // These rooms run in every host: the language's own globals, and what Node, browsers and workers all have.
    languageOptions: {
      globals: Object.fromEntries(
        ['WebAssembly', 'performance', 'MessageChannel', 'TextDecoder', 'Blob', 'DecompressionStream', 'CompressionFormat'].map((name) => [name, 'readonly']),
      ),
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      'no-undef': 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
    },
  },
);
