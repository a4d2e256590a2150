/** While somebody types: reports keep up, the edited line, what changed further down, a worker that dies. */
import * as vscode from 'vscode';
import {
  api,
  check,
  equal,
  hint,
  hints,
  problems,
  rawHints,
  replace,
  until,
  untitled,
} from '../help';

const net = `import torch
from torch import nn


class Net(nn.Module):
    # convlens: input=1x3x56x56
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 64, 3, padding=1)
        self.b = nn.Conv2d(64, 64, 3, padding=1)
        self.c = nn.Conv2d(64, 32, 3, padding=1)

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
`;

describe('while typing', () => {
  it('keeps up with keys that come faster than reports', async () => {
    const document = await untitled(net);
    await hint(document, '9: 64×56×56 · 1,792');
    const at = document.positionAt(document.getText().indexOf('64, 3, padding') + 2);
    const editor = vscode.window.activeTextEditor!;
    // Nobody waits for one edit before the next.
    const edits: Thenable<boolean>[] = [];
    for (const key of ['0', '1', '2'])
      edits.push(
        editor.edit((e) => e.insert(at, key), { undoStopBefore: false, undoStopAfter: false }),
      );
    await Promise.allSettled(edits);
    for (let i = 0; i < 12; i++)
      await editor.edit((e) => e.insert(new vscode.Position(0, 0), '#\n'), {
        undoStopBefore: false,
        undoStopAfter: false,
      });
    const text = document.getText();
    const channels = /Conv2d\(3, (\d+)/.exec(text)![1]!;
    const found = await until('hints of the last version', async () => {
      const all = await rawHints(document);
      const first = all?.find(
        (h) => h.position.line === 20 && document.lineAt(20).text.length === h.position.character,
      );
      return first && all;
    });
    const label = found.find(
      (h) => h.position.line === 20 && h.position.character === document.lineAt(20).text.length,
    )!.label;
    const shown = typeof label === 'string' ? label : label.map((p) => p.value).join('');
    check(shown.startsWith(`${channels}×56×56`), `${shown} for ${channels} channels`);
  });

  it('says at the end of the edited line what its hint cannot show yet', async () => {
    const { live } = await api();
    const document = await untitled(net);
    await hint(document, '9: 64×56×56 · 1,792');
    const line = document.lineAt(8).range.end;
    const started = performance.now();
    const editor = vscode.window.activeTextEditor!;
    await editor.edit((e) =>
      e.replace(
        new vscode.Range(8, 0, 8, line.character),
        '        self.a = nn.Conv2d(3, 64, 5, padding=1)',
      ),
    );
    const [shown] = await until('the value', () => live.shown.length > 0 && live.shown, 2000);
    const took = performance.now() - started;
    check(shown!.includes('64×54×54 · 4,864'), shown!);
    console.log(`the value stands there after ${took.toFixed(0)} ms`);
    await until('that it gives way', () => live.shown.length === 0, 3000);
  });

  it('lets hints further down say what they were, and counts them', async () => {
    const { changes, reports } = await api();
    const document = await untitled(net);
    await hint(document, '10: 64×56×56 · 36,928');
    await replace(document, '3, 64, 3, padding=1', '3, 64, 5, padding=1');
    await hint(document, '10: 64×56×56 → 64×54×54');
    const { source } = reports.latest(document.uri.toString())!;
    // b and c, and the two assignments.
    equal(changes.count(source), 4);
    // Their own line says what it is.
    await hint(document, '9: 64×54×54 · 4,864');
    await hint(document, '10: 64×54×54 · 36,928');
    equal(changes.count(source), 0);
  });

  it('says nothing of changes where the setting is off', async () => {
    const { changes, live, reports } = await api();
    const document = await untitled(net);
    await hint(document, '10: 64×56×56 · 36,928');
    const settings = vscode.workspace.getConfiguration('convlens');
    const target = vscode.ConfigurationTarget.Workspace;
    await settings.update('liveValue', false, target);
    try {
      await replace(document, '3, 64, 3, padding=1', '3, 64, 5, padding=1');
      await hint(document, '10: 64×54×54 · 36,928');
      equal(changes.count(reports.latest(document.uri.toString())!.source), 0);
      equal(live.shown.length, 0);
    } finally {
      await settings.update('liveValue', undefined, target);
    }
  });

  it('shows nothing in place of hints where the editor shows none', async () => {
    const { changes, live, reports } = await api();
    const document = await untitled(net);
    await hint(document, '10: 64×56×56 · 36,928');
    const settings = vscode.workspace.getConfiguration('editor');
    const target = vscode.ConfigurationTarget.Workspace;
    await settings.update('inlayHints.enabled', 'off', target);
    try {
      await replace(document, '3, 64, 3, padding=1)', '3, 64, 5, padding=1)');
      await until('the new report', async () => {
        const found = await reports.of(document);
        return found?.report.models[0]?.layers[0]?.outputs[0]?.[2] === 54;
      });
      equal(live.shown.length, 0);
      equal(changes.count(reports.latest(document.uri.toString())!.source), 0);
    } finally {
      await settings.update('inlayHints.enabled', undefined, target);
    }
  });

  it('starts another worker when one dies, idle or at work', async () => {
    const { client } = await api();
    const document = await untitled(net);
    await hint(document, '9: 64×56×56 · 1,792');
    client.crash();
    await replace(document, 'nn.Conv2d(3, 64', 'nn.Conv2d(3, 65');
    client.crash();
    await hint(document, '9: 65×56×56 · 1,820');
    const problem = await until('the problem', () => problems(document)[0]);
    check(problem.message.includes('65'), problem.message);
  });

  it('obeys the setting of each kind of hint', async () => {
    const document = await untitled(net);
    const all = await hint(document, '9: keeps 56×56');
    check(all.includes('14: 1×64×56×56'), all.join(' | '));
    const settings = vscode.workspace.getConfiguration('convlens');
    const target = vscode.ConfigurationTarget.Workspace;
    for (const [name, gone, stays] of [
      ['hints.padding', '9: keeps 56×56', '14: 1×64×56×56'],
      ['hints.forward', '14: 1×64×56×56', '9: keeps 56×56'],
      ['hints.layers', '9: 64×56×56 · 1,792', '9: keeps 56×56'],
    ] as const) {
      await settings.update(name, false, target);
      try {
        await until(`no ${gone}`, async () => {
          const left = await hints(document);
          return !left.includes(gone) && left.includes(stays);
        });
      } finally {
        await settings.update(name, undefined, target);
      }
    }
    await hint(document, '9: keeps 56×56');
  });
});
