/** Quick fixes in VS Code: each case of the table is offered and applied as a person would, and leaves no problem; and what goes with every problem. */
import * as vscode from 'vscode';
import {
  actions,
  check,
  codeOf,
  equal,
  lens,
  problems,
  run,
  until,
  untitled,
  remove,
  workspaceFile,
} from '../help';
import { fixCases, newLines } from '../quickFixes';

const shrinking = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.fc = nn.Linear(8 * 20 * 20, 10)

    def forward(self, x):
        x = self.conv(x)
        x = x.view(x.size(0), 8 * 30 * 30)
        return self.fc(x)
`;

describe('quick fixes', () => {
  for (const { name, rule, code, fixes, preferred } of fixCases)
    it(name, async () => {
      for (const [title, expected] of Object.entries(fixes)) {
        const document = await untitled(code);
        const [problem] = await until('the problem', () => {
          const found = problems(document);
          return found.length > 0 && found;
        });
        check(problem, 'a problem');
        equal(codeOf(problem), rule);
        const offered = await actions(document, problem);
        const own = offered.filter((a) => a.edit && !a.title.startsWith('Ignore '));
        equal(
          own.map((a) => a.title),
          Object.keys(fixes),
        );
        equal(
          own.filter((a) => a.isPreferred).map((a) => a.title),
          preferred === null ? [] : [preferred],
        );
        for (const end of [`Ignore ${rule} here`, `Turn ${rule} off in the settings`])
          check(
            offered.some((a) => a.title === end),
            `${end} is offered`,
          );
        const action = own.find((a) => a.title === title);
        check(action?.edit && (await vscode.workspace.applyEdit(action.edit)), title);
        equal(newLines(code, document.getText()), expected);
        await until('no problem', () => problems(document).length === 0);
      }
    });

  it('ignores a problem where it stands', async () => {
    const { code, rule } = fixCases[0]!;
    const document = await untitled(code);
    const problem = await until('the problem', () => problems(document)[0]);
    const action = (await actions(document, problem)).find((a) => a.title.startsWith('Ignore '));
    check(action?.edit && (await vscode.workspace.applyEdit(action.edit)), 'the edit');
    check(document.getText().includes(`        # convlens: ignore[${rule}]\n`), 'the comment');
    await until('no problem', () => problems(document).length === 0);
  });

  it('turns a rule off, and its severity down', async () => {
    const { code, rule } = fixCases[0]!;
    const document = await untitled(code);
    const problem = await until('the problem', () => problems(document)[0]);
    const settings = (): vscode.WorkspaceConfiguration =>
      vscode.workspace.getConfiguration('convlens');
    const off = (await actions(document, problem)).find((a) => a.title.startsWith('Turn '));
    check(off?.command, 'the action');
    try {
      await run(off.command);
      await until('no problem', () => problems(document).length === 0);
      equal(settings().get('problems.severity'), { [rule]: 'off' });
      await settings().update(
        'problems.severity',
        { [rule]: 'information' },
        vscode.ConfigurationTarget.Workspace,
      );
      const quiet = await until('the problem again', () => problems(document)[0]);
      equal(quiet.severity, vscode.DiagnosticSeverity.Information);
    } finally {
      await settings().update('problems.severity', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await until('an error', () =>
      problems(document).some((p) => p.severity === vscode.DiagnosticSeverity.Error),
    );
  });

  it('asks for the input size where the input is in doubt, and not where it is stated', async () => {
    const title = 'Set the input size of Net…';
    const open = await untitled(shrinking);
    const problem = await until('the problem', () => problems(open)[0]);
    const offered = await actions(open, problem);
    const action = offered.find((a) => a.title === title);
    check(action, `${title} is not among ${offered.map((a) => a.title).join(' | ')}`);
    equal(action.command?.command, 'convlens.setInputSize');
    const stated = await untitled(fixCases[0]!.code);
    const other = await until('the problem', () => problems(stated)[0]);
    check(!(await actions(stated, other)).some((a) => a.title === title), 'not offered');
  });

  it('mends from the lens', async () => {
    const { code } = fixCases[0]!;
    const document = await untitled(code);
    const stops = await lens(document, 'Stops at fc1: 400 ≠ 256');
    check(stops.tooltip?.includes('400'), 'the whole message in the tooltip');
    await run(await lens(document, 'Fix'));
    await until('no problem', () => problems(document).length === 0);
    check(document.getText().includes('nn.Linear(16 * 5 * 5, 120)'), 'the number is right');
  });

  it('takes problems away with their file', async () => {
    const uri = workspaceFile('closing.py');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(fixCases[0]!.code));
    // Opened as a person does: what an extension opens stays open for minutes.
    await vscode.commands.executeCommand('vscode.open', uri);
    const found = (): number => vscode.languages.getDiagnostics(uri).length;
    await until('the problem', () => found() > 0);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('no problem', () => found() === 0);
    await remove('closing.py');
  });
});
