/** The explorer's page: a strict CSP, one script, its worker's text fetched by the page itself. */
import * as vscode from 'vscode';

/** What the page may load. */
export function resourceRoots(extensionUri: vscode.Uri): vscode.Uri[] {
  return [
    vscode.Uri.joinPath(extensionUri, 'dist', 'webview'),
    vscode.Uri.joinPath(extensionUri, 'media'),
  ];
}

export function explorerHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const uri = (...path: string[]) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  const nonce = crypto.randomUUID().replace(/-/g, '');
  const policy = [
    "default-src 'none'",
    `img-src ${webview.cspSource} data:`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `connect-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>ConvLens</title>
<link rel="stylesheet" href="${uri('dist', 'webview', 'main.css')}">
</head>
<body data-worker="${uri('dist', 'webview', 'worker.js')}">
<div id="root"></div>
<script type="module" nonce="${nonce}" src="${uri('dist', 'webview', 'main.js')}"></script>
</body>
</html>`;
}
