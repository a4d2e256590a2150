/** What messages do to the page: snapshots replace, selections stay, demos wait for their model. */
import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  explorerProtocol,
  readFromExplorer,
  type ExplorerDemo,
  type ToExplorer,
} from '../../../src/protocol/explorer';
import { readToExplorer, receive } from '../../../webview/app/receive';
import { initialState, savedState, type PageState } from '../../../webview/app/state';
import { demoNet, residualNet, smallNet } from '../../ui/explorer/samples';

const after = (...messages: ToExplorer[]): PageState =>
  messages.reduce(receive, initialState(null));
const conv2 = { path: 'conv2', call: 0 };
const demo: ExplorerDemo = {
  entry: 'Demo()',
  view: 'layer',
  selection: { path: 'conv', call: 0 },
  picture: null,
  outChannel: 0,
  playing: true,
  speed: 4,
  useCount: false,
  input: { shape: [1, 4, 4], values: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0] },
  parameters: { 'conv.weight': { shape: [1, 1, 2, 2], values: [1, 0, 0, 0] } },
};

describe('a snapshot', () => {
  it('keeps what was selected, by path, while the person types', () => {
    const state = after(smallNet(), { type: 'selection.set', selection: conv2 });
    const kept: PageState = { ...state, layer: { ...state.layer, outChannel: 3, position: 7 } };
    const next = receive(kept, { ...smallNet(), version: 2, status: { kind: 'stale', line: 26 } });
    assert.deepEqual(next.selection, conv2);
    assert.deepEqual([next.layer.outChannel, next.layer.position], [3, 7]);
  });
  it('takes the cursor’s layer first, or when the selected one is gone', () => {
    assert.deepEqual(after({ ...smallNet(), selection: conv2 }).selection, conv2);
    const gone = receive(after(smallNet(), { type: 'selection.set', selection: conv2 }), {
      ...residualNet(),
      selection: { path: 'conv1', call: 0 },
    });
    assert.deepEqual(gone.selection, { path: 'conv1', call: 0 });
  });
  it('of another model forgets what belonged to the first', () => {
    const state = {
      ...after(smallNet()),
      kernels: new Map([['conv1.weight', { shape: [1], data: new Float32Array(1) }]]),
      filter: 'conv',
    };
    const next = receive(state, residualNet());
    assert.equal(next.kernels.size, 0);
    assert.equal(next.filter, '');
    assert.equal(
      receive(state, { ...smallNet(), version: 9 }).kernels.size,
      1,
      'the same model keeps it',
    );
  });
});

describe('a selection', () => {
  it('moves the panel, unless it is kept to a layer', () => {
    const state = after(smallNet(), { type: 'selection.set', selection: conv2 });
    assert.deepEqual(state.selection, conv2);
    const pinned = receive(
      { ...state, pinned: true },
      { type: 'selection.set', selection: { path: 'fc', call: 0 } },
    );
    assert.deepEqual(pinned.selection, conv2);
    assert.deepEqual(
      receive(
        { ...state, pinned: true },
        { type: 'selection.set', selection: { path: 'fc', call: 0 }, force: true },
      ).selection,
      { path: 'fc', call: 0 },
    );
  });
  it('of the same layer changes nothing', () => {
    const state = after(smallNet(), { type: 'selection.set', selection: conv2 });
    assert.equal(receive(state, { type: 'selection.set', selection: { ...conv2 } }), state);
    assert.equal(receive(state, { type: 'selection.set', selection: null }), state);
  });
  it('goes through the layers by command', () => {
    const state = receive(after(smallNet(), { type: 'selection.set', selection: conv2 }), {
      type: 'command.run',
      command: 'next-layer',
    });
    assert.deepEqual(state.selection, { path: 'relu', call: 1 });
    assert.deepEqual(
      receive(state, { type: 'command.run', command: 'previous-layer' }).selection,
      conv2,
    );
  });
});

describe('a demo', () => {
  it('waits for its model, then plays from the first position', () => {
    const waiting = after(smallNet(), { type: 'demo.set', demo });
    assert.equal(waiting.view, 'model');
    const state = receive(waiting, demoNet(4, 1, 2, 0));
    assert.deepEqual(
      [state.view, state.picture, state.layer.position, state.playRequest, state.selection?.path],
      ['layer', 'demo', 0, 1, 'conv'],
    );
  });
  it('starts at once when the model is there, and can be cleared', () => {
    const state = after(demoNet(4, 1, 2, 0), { type: 'demo.set', demo });
    assert.equal(state.picture, 'demo');
    const cleared = receive(state, { type: 'demo.set', demo: null });
    assert.deepEqual([cleared.demo, cleared.picture], [null, '']);
  });
  it('survives edits of its own model, not another model', () => {
    const state = after(demoNet(4, 1, 2, 0), { type: 'demo.set', demo });
    assert.equal(receive(state, { ...demoNet(4, 1, 2, 0), version: 2 }).picture, 'demo');
    const other = receive(state, smallNet());
    assert.deepEqual([other.demo, other.picture], [null, '']);
  });
});

describe('the state that is kept', () => {
  it('comes back as it was', () => {
    const state = after(smallNet(), { type: 'selection.set', selection: conv2, view: 'maps' });
    const back = initialState(
      JSON.parse(JSON.stringify(savedState({ ...state, pinned: true, picture: 'face' }))),
    );
    assert.deepEqual(
      [back.view, back.selection, back.pinned, back.picture],
      ['maps', conv2, true, 'face'],
    );
  });
  it('of another protocol is not used', () => {
    assert.equal(initialState({ protocol: explorerProtocol + 1, view: 'maps' }).view, 'model');
  });
});

describe('the wire', () => {
  it('lets nothing in that is not one of ours', () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        readFromExplorer(junk);
        readToExplorer(junk);
      }),
    );
    for (const bad of [
      null,
      'page.ready',
      {},
      { type: 'page.ready' },
      { type: 'source.reveal', place: { file: 'a', start: 5, end: 2 }, focus: true },
      { type: 'source.reveal', place: { file: 'a', start: -1, end: 2 }, focus: true },
      { type: 'fix.apply', version: 1, problem: 0.5, fix: 0 },
      { type: 'text.copy', text: 7 },
      { type: 'selection.changed', selection: { path: 'a' }, view: 'model', pinned: false },
      { type: 'selection.changed', selection: null, view: 'other', pinned: false },
      { type: 'maps.report', outcome: 'done' },
    ]) {
      assert.equal(readFromExplorer(bad), null, JSON.stringify(bad));
    }
  });
  it('lets ours through unchanged', () => {
    const good = { type: 'source.reveal', place: { file: 'a', start: 2, end: 5 }, focus: false };
    assert.equal(readFromExplorer(good), good);
    assert.equal(readToExplorer({ type: 'other' }), null);
    const set = smallNet();
    assert.equal(readToExplorer(set), set);
  });
});
