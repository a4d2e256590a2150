/** ConvLens inside VS Code: hints, hover, lens, problems and fixes, notebooks, explorer, demos; in both extension hosts. */
import * as vscode from 'vscode';
import { api, check, equal, hints, open, problems, until, untitled } from '../help';

const wrong = `import torch
from torch import nn

class Net(nn.Module):
    # convlens: input=1x3x32x32
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.fc = nn.Linear(999, 10)

    def forward(self, x):
        return self.fc(torch.flatten(self.conv(x), 1))
`;

describe('ConvLens', () => {
  it('activates quickly', async () => {
    const { activatedInMs } = await api();
    console.log(`VS Code ${vscode.version}, activate() ${activatedInMs.toFixed(1)} ms`);
    check(activatedInMs < 2000, `${activatedInMs} ms`);
  });

  it('shows hints behind layers, assignments and padding', async () => {
    const found = await hints(await open('small_net.py'));
    for (const expected of [
      '12: 8×32×32 · 80',
      '12: keeps 32×32',
      '14: 16×7×7 · 1,168',
      '14: last row, column unread',
      '18: 1×8×32×32',
    ])
      check(found.includes(expected), `${expected} is not among ${found.join(' | ')}`);
  });

  it('shows hints in an untitled document, and follows edits', async () => {
    const document = await untitled(wrong.replace('999', '8 * 30 * 30'));
    check((await hints(document)).includes('8: 8×30×30 · 224'), 'hint');
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('8, 3)');
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(at), document.positionAt(at + 1)),
      '16',
    );
    await vscode.workspace.applyEdit(edit);
    await until('the new hint', async () => (await hints(document)).includes('8: 16×30×30 · 448'));
  });

  it('explains a layer in a hover', async () => {
    const document = await open('small_net.py');
    const at = document.positionAt(document.getText().indexOf('nn.Conv2d(8') + 4);
    const text = await until('the hover', async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      return found
        .flatMap((h) => h.contents)
        .map((c) => (c as vscode.MarkdownString).value)
        .find((v) => v?.includes('**conv2**'));
    });
    for (const part of [
      '⌊(16 + 2·0 − 3) / 2⌋ + 1 = 7',
      '1,168 parameters (16·8·3·3 + 16)',
      '56,448 multiply-adds',
      'sees 8×8 pixels',
      'never read',
      'fully connected',
    ])
      check(text.includes(part), `${part} is not in ${text.slice(0, 400)}`);
  });

  it('shows a lens on the model', async () => {
    const document = await open('small_net.py');
    const title = await until('the lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return found.map((l) => l.command?.title ?? '').find((t) => t.startsWith('SmallNet'));
    });
    equal(title, 'SmallNet: 1×1×32×32 → 1×10 · 9,098 parameters · 138,016 MACs');
  });

  it('reports a wrong Linear at its argument, and the fix leaves no problem', async () => {
    const document = await untitled(wrong);
    const found = await until('the problem', () => problems(document)[0]);
    equal(document.getText(found.range), '999');
    equal((found.code as { value: string }).value, 'linear-in-features');
    check(/7,?200/.test(found.message), found.message);
    const action = await until('the fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        found.range,
      );
      return actions.find((a) => a.edit && a.isPreferred);
    });
    check(await vscode.workspace.applyEdit(action.edit!), 'the edit was applied');
    await until('no problem', () => problems(document).length === 0);
  });

  it('is silent on correct and on half-typed code', async () => {
    const good = await open('resnet_small.py');
    await hints(good);
    equal(problems(good).length, 0);
    const half = await untitled(wrong.replace('nn.Linear(999, 10)', 'nn.Linear('));
    const found = await hints(half);
    check(found.includes('8: 8×30×30 · 224'), found.join(' | '));
    equal(problems(half).length, 0);
  });

  it('keeps a directive comment out of place harmless', async () => {
    const document = await untitled(`# convlens: input=1x3x\n${wrong.replace('999', '7200')}`);
    const found = await until('the problem', () => problems(document)[0]);
    equal((found.code as { value: string }).value, 'directive');
  });

  it('opens the explorer, which computes feature maps', async function () {
    this.timeout(60_000);
    const { panel } = await api();
    await open('small_net.py');
    await vscode.commands.executeCommand('convlens.exploreLayerAtCursor');
    await until('the tab', () =>
      vscode.window.tabGroups.all
        .flatMap((g) => g.tabs)
        .find((t) => t.input instanceof vscode.TabInputWebview),
    );
    check(panel.isOpen, 'the panel is open');
    await until('the page', () => panel.isReady, 30_000);
  });

  it('runs each demo', async function () {
    this.timeout(60_000);
    for (const name of ['filters', 'padding', 'patternMatch']) {
      await vscode.commands.executeCommand(`convlens.demo.${name}`);
      const document = vscode.window.activeTextEditor!.document;
      check(document.getText().includes('nn.Conv2d('), `${name} opened its code`);
      check((await hints(document)).length > 0, `${name} has hints`);
      equal(problems(document).length, 0);
    }
  });

  it('registers every command of the manifest', async () => {
    const { packageJSON } = vscode.extensions.getExtension('convlens.convlens')!;
    const known = await vscode.commands.getCommands(true);
    for (const { command } of packageJSON.contributes.commands)
      check(known.includes(command), `${command} is not registered`);
  });
});
