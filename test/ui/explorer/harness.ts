/** Serves the built page under the extension's Content Security Policy and drives it in a headless browser. */
import { createServer, type Server } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { ExplorerState, FromExplorer, ToExplorer } from '../../../src/protocol/explorer';

export type Theme = 'dark' | 'light' | 'hc-dark' | 'hc-light';
const classes: Record<Theme, string> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
};

export interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  readonly restored?: Partial<ExplorerState>;
  /** Forbids workers, so that the page must compute by itself. */
  readonly withoutWorker?: boolean;
  readonly scale?: number;
}

export interface ExplorerPage {
  readonly page: Page;
  /** Posts a message as the extension does. */
  post(message: ToExplorer): Promise<void>;
  /** Everything the page said so far. */
  sent(): Promise<FromExplorer[]>;
  /** Waits for a message that fits and that came after `after` of them. */
  until<T extends FromExplorer['type']>(
    type: T,
    fits?: (message: Extract<FromExplorer, { type: T }>) => boolean,
  ): Promise<Extract<FromExplorer, { type: T }>>;
  saved(): Promise<ExplorerState | null>;
  close(): Promise<void>;
  readonly errors: string[];
}

/** Where Debian, CI or the developer has a Chromium. */
export function browserPath(): string {
  const candidates = [
    process.env['CHROMIUM'],
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (!found)
    throw new Error('no Chromium: apt-get install chromium-headless-shell, or set CHROMIUM');
  return found;
}

export class Harness {
  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
    readonly origin: string,
  ) {}

  /** @param built folder of the built page @param here folder of this file's sources */
  static async start(built: string, here: string): Promise<Harness> {
    const types: Record<string, string> = { js: 'text/javascript', css: 'text/css' };
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const name = url.pathname.slice(1);
      if (name === '') {
        const nonce = 'testnonce';
        const workers = url.searchParams.has('without-worker') ? "'none'" : 'blob:';
        const source = `http://${request.headers.host}`;
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.setHeader(
          'content-security-policy',
          `default-src 'none'; img-src ${source} data:; style-src ${source}; font-src ${source}; ` +
            `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'; worker-src ${workers}; connect-src ${source}`,
        );
        const theme = (url.searchParams.get('theme') ?? 'dark') as Theme;
        const restored = url.searchParams.get('restored') ?? 'null';
        response.end(`<!DOCTYPE html>
<html lang="en" data-theme="${theme}"><head><meta charset="utf-8"><title>ConvLens</title>
<link rel="stylesheet" href="/themes.css"><link rel="stylesheet" href="/main.css"></head>
<body class="${classes[theme]}" data-worker="/worker.js">
<script nonce="${nonce}">
  const sent = []; let saved = ${restored};
  window.test = { sent, saved: () => saved };
  window.acquireVsCodeApi = () => ({ postMessage: m => sent.push(m), getState: () => saved ?? undefined, setState: s => { saved = s; } });
</script>
<div id="root"></div><script type="module" nonce="${nonce}" src="/main.js"></script></body></html>`);
        return;
      }
      const path = name === 'themes.css' ? join(here, name) : join(built, name);
      if (name.includes('..') || !existsSync(path)) {
        response.statusCode = 404;
        response.end();
        return;
      }
      response.setHeader(
        'content-type',
        types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      );
      response.end(readFileSync(path));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const browser = await chromium.launch({
      executablePath: browserPath(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    return new Harness(server, browser, `http://127.0.0.1:${port}`);
  }

  async open(options: PageOptions = {}): Promise<ExplorerPage> {
    const { theme = 'dark', width = 420, height = 900, reducedMotion = false, scale = 1 } = options;
    const context: BrowserContext = await this.browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      const refused = options.withoutWorker && /worker/i.test(message.text());
      if (message.type() === 'error' && !refused && !message.text().includes('favicon'))
        errors.push(message.text());
    });
    const query = new URLSearchParams({ theme });
    if (options.restored) query.set('restored', JSON.stringify(options.restored));
    if (options.withoutWorker) query.set('without-worker', '1');
    await page.goto(`${this.origin}/?${query}`);
    const sent = (): Promise<FromExplorer[]> =>
      page.evaluate(() => (window as unknown as { test: { sent: FromExplorer[] } }).test.sent);
    const opened: ExplorerPage = {
      page,
      errors,
      sent,
      post: async (message) => {
        await page.evaluate((m) => window.postMessage(m, '*'), message as unknown);
        await page.evaluate(
          () =>
            new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
      },
      until: async (type, fits = () => true) => {
        const end = Date.now() + 20_000;
        for (;;) {
          const found = (await sent()).findLast((m) => m.type === type && fits(m as never));
          if (found) return found as never;
          if (Date.now() > end)
            throw new Error(
              `the page never sent ${type}; it sent ${JSON.stringify((await sent()).slice(-5))}`,
            );
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
      },
      saved: () =>
        page.evaluate(() =>
          (window as unknown as { test: { saved: () => ExplorerState | null } }).test.saved(),
        ),
      close: () => context.close(),
    };
    await opened.until('page.ready');
    return opened;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
