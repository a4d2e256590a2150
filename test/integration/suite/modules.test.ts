/** Files that a model imports from: read, and read again when they change on disk or come to be. */
import * as vscode from 'vscode';
import { api, equal, hint, remove, workspaceFile, write } from '../help';

const block = (channels: number): string => `from torch import nn


def block():
    return nn.Conv2d(3, ${channels}, 3, padding=1)
`;
const net = `from torch import nn
from own_blocks import block


class Net(nn.Module):
    # convlens: input=1x3x32x32
    def __init__(self):
        super().__init__()
        self.block = block()

    def forward(self, x):
        x = self.block(x)
        return x
`;
const save = (name: string, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(workspaceFile(name), new TextEncoder().encode(text));

/** Writes a file, and again every few seconds until it is seen: a watcher on a busy machine loses events. */
async function savedUntil(name: string, text: string, seen: Promise<unknown>): Promise<void> {
  await save(name, text);
  let turns = 0;
  const timer = setInterval(() => void save(name, `${text}# ${++turns}\n`), 4000);
  await seen.finally(() => clearInterval(timer));
}

describe('imports between files', () => {
  it('follows a file that changes on disk', async () => {
    await save('own_blocks.py', block(8));
    const document = await write('own_net.py', net);
    await hint(document, '12: 1×8×32×32');
    await savedUntil('own_blocks.py', block(16), hint(document, '12: 1×16×32×32'));
    await remove('own_net.py');
    await remove('own_blocks.py');
  });

  it('finds a file that comes later', async () => {
    const document = await write('other_net.py', net.replace('own_blocks', 'later_blocks'));
    const { reports } = await api();
    const before = await reports.of(document);
    equal(
      before?.report.assignments.map((a) => a.shape),
      [],
    );
    await savedUntil('later_blocks.py', block(8), hint(document, '12: 1×8×32×32'));
    await remove('other_net.py');
    await remove('later_blocks.py');
  });
});
