/** activate(): wires the rooms together, nothing else. */
import * as vscode from 'vscode';
import { openExample, registerCommands } from './editor/commands';
import { InputSizes } from './editor/inputSize';
import { Instances } from './editor/instances';
import { LiveValue } from './editor/liveValue';
import { ModuleReader } from './editor/modules';
import { ExplorerPanel } from './editor/panel/explorerPanel';
import { QuickFixes } from './editor/providers/codeActions';
import { ModelLens } from './editor/providers/codeLens';
import { Diagnostics } from './editor/providers/diagnostics';
import { LayerHover } from './editor/providers/hover';
import { InlayHints } from './editor/providers/inlayHints';
import { Reports } from './editor/reports';
import { ShapeChanges } from './editor/shapeChanges';
import { selector } from './editor/sources';
import { AnalysisClient } from './editor/worker/client';

/** What tests may ask of a running extension. */
export interface ConvLensApi {
  readonly activatedInMs: number;
  readonly client: AnalysisClient;
  readonly reports: Reports;
  readonly panel: ExplorerPanel;
  readonly inputs: InputSizes;
  readonly instances: Instances;
  readonly changes: ShapeChanges;
  readonly live: LiveValue;
}

export function activate(context: vscode.ExtensionContext): ConvLensApi {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('ConvLens', { log: true });
  const client = new AnalysisClient(context.extensionUri, log);
  const modules = new ModuleReader();
  const inputs = new InputSizes(context.workspaceState, client);
  const instances = new Instances();
  const reports = new Reports(client, modules, (source) => inputs.of(source));
  const panel = new ExplorerPanel(
    context.extensionUri,
    reports,
    {
      changeInput: (source, model, shape) => inputs.choose(source, reports, model, shape),
      openExample: () => openExample(context.extensionUri),
    },
    log,
  );
  // Before the hints: what changed is known when they are asked for.
  const changes = new ShapeChanges(reports, instances);
  const hints = new InlayHints(reports, instances, changes);
  const lenses = new ModelLens(reports, instances);
  const live = new LiveValue(reports, instances);
  const diagnostics = new Diagnostics(reports);
  context.subscriptions.push(
    log,
    client,
    modules,
    reports,
    panel,
    instances,
    changes,
    hints,
    lenses,
    diagnostics,
    live,
    vscode.languages.registerInlayHintsProvider(selector, hints),
    vscode.languages.registerHoverProvider(selector, new LayerHover(reports)),
    vscode.languages.registerCodeLensProvider(selector, lenses),
    vscode.languages.registerCodeActionsProvider(
      selector,
      new QuickFixes(diagnostics, reports),
      QuickFixes.metadata,
    ),
    ...registerCommands({
      extensionUri: context.extensionUri,
      reports,
      panel,
      inputs,
      instances,
      log,
    }),
  );
  reports.start();
  return {
    activatedInMs: performance.now() - started,
    client,
    reports,
    panel,
    inputs,
    instances,
    changes,
    live,
  };
}
