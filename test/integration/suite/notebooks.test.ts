/** Notebooks: names flow from cell to cell, magics and shell lines are tolerated, problems sit in their cell, cells come and go. */
import * as vscode from 'vscode';
import { check, codeOf, equal, hint, lens, problems, remove, until, workspaceFile } from '../help';

const code = (source: string): object => ({
  cell_type: 'code',
  execution_count: null,
  metadata: {},
  outputs: [],
  source: source.split(/(?<=\n)/),
});

async function notebook(name: string, cells: readonly object[]): Promise<vscode.NotebookDocument> {
  const content = {
    cells,
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  await vscode.workspace.fs.writeFile(workspaceFile(name), bytes);
  const document = await vscode.workspace.openNotebookDocument(workspaceFile(name));
  await vscode.window.showNotebookDocument(document);
  return document;
}

const cell = (document: vscode.NotebookDocument, text: string): vscode.TextDocument =>
  document
    .getCells()
    .map((c) => c.document)
    .find((d) => d.getText().includes(text))!;

const setup = `%matplotlib inline
!pip install torch
import torch
from torch import nn
files = !ls
`;
const model = `class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.fc = nn.Linear(8 * 30 * 30, 10)

    def forward(self, x):
        x = self.conv(x)
        return self.fc(torch.flatten(x, 1))
`;
const call = `%%time
net = Net()
out = net(torch.randn(4, 3, 40, 40))
`;

describe('notebooks', () => {
  it('reads the sample', async () => {
    const document = await vscode.workspace.openNotebookDocument(workspaceFile('notebook.ipynb'));
    await vscode.window.showNotebookDocument(document);
    await hint(cell(document, 'class Net'), '4: 16×64×64 · 1,216');
  });

  it('a model of one cell that is called in another has its sizes from there', async () => {
    const document = await notebook('flow.ipynb', [
      code(setup),
      { cell_type: 'markdown', metadata: {}, source: ['# The model'] },
      code(model),
      code(call),
    ]);
    const definition = cell(document, 'class Net');
    await hint(definition, '4: 8×38×38 · 224');
    await hint(definition, '8: 4×8×38×38');
    await lens(definition, 'Input 4×3×40×40');
    // The sizes do not fit: told in the cell of the layer, once.
    const found = await until('the problem', () => problems(definition));
    await until('one problem', () => problems(definition).length === 1);
    void found;
    const [problem] = problems(definition);
    equal(definition.getText(problem!.range), '8 * 30 * 30');
    equal(codeOf(problem!), 'linear-in-features');
    check(problem!.message.includes('11,552'), problem!.message);
    for (const other of document.getCells().map((c) => c.document))
      if (other !== definition) equal(problems(other).length, 0);
    // Mending the call in the other cell mends it all.
    const edit = new vscode.WorkspaceEdit();
    const caller = cell(document, 'net = Net()');
    const at = caller.getText().indexOf('40, 40');
    edit.replace(
      caller.uri,
      new vscode.Range(caller.positionAt(at), caller.positionAt(at + 6)),
      '32, 32',
    );
    await vscode.workspace.applyEdit(edit);
    await hint(definition, '4: 8×30×30 · 224');
    await until('no problem', () => problems(definition).length === 0);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await remove('flow.ipynb');
  });

  it('forgets a cell that is deleted, with its problems', async () => {
    const wrong = model.replace('8 * 30 * 30', '999').replace('Net', 'Other');
    const document = await notebook('cells.ipynb', [
      code(setup),
      code(wrong),
      code('Other()(torch.randn(1, 3, 32, 32))\n'),
    ]);
    const definition = cell(document, 'class Other');
    const problem = await until('the problem', () => problems(definition)[0]);
    equal(definition.getText(problem.range), '999');
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
    await vscode.workspace.applyEdit(edit);
    await until('no problem', () => problems(definition).length === 0);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await remove('cells.ipynb');
  });
});
