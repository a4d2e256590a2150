/** What is shown when there is no model to show, and when a view breaks. */
import { Component, type ComponentChildren, type JSX } from 'preact';
import type { ModelSet } from '../../src/protocol/explorer';
import { Icon } from '../app/controls';
import { useSpeech } from '../text/speech';

export function EmptyState({ open }: { open: () => void }): JSX.Element {
  const { t } = useSpeech();
  return (
    <div class="state">
      <svg class="state-mark" viewBox="0 0 40 40" aria-hidden="true">
        <path d="M4 8H36M4 12H36M10 18H30V26H10ZM14 32H26M14 36H26" />
      </svg>
      <h2>{t('emptyTitle')}</h2>
      <p>{t('emptyText')}</p>
      <div class="actions">
        <button type="button" class="primary" onClick={open}>
          {t('openExample')}
        </button>
      </div>
    </div>
  );
}

export function ReadingState({
  status,
}: {
  status: Extract<ModelSet['status'], { kind: 'reading' }> | null;
}): JSX.Element {
  const { t, int } = useSpeech();
  return (
    <div class="state">
      <h2>{status ? t('readingTitle') : t('waiting')}</h2>
      {status && status.total > 0 ? (
        <>
          <progress value={status.done} max={status.total} aria-label={t('readingTitle')} />
          <p class="muted">{t('readingText', { a: int(status.done), b: int(status.total) })}</p>
        </>
      ) : null}
    </div>
  );
}

export function VersionState(): JSX.Element {
  const { t } = useSpeech();
  return (
    <div class="state">
      <Icon name="warning" />
      <h2>{t('versionTitle')}</h2>
      <p>{t('versionText')}</p>
    </div>
  );
}

interface BoundaryProps {
  readonly report: (message: string) => void;
  readonly title: string;
  readonly again: string;
  readonly children: ComponentChildren;
  /** Another value clears the error. */
  readonly resetKey: unknown;
}
/** Keeps a broken view from taking the page with it. */
export class Boundary extends Component<BoundaryProps, { failed: string | null }> {
  override state = { failed: null as string | null };
  override componentDidCatch(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.setState({ failed: error instanceof Error ? error.message : String(error) });
    this.props.report(message);
  }
  override componentDidUpdate(previous: BoundaryProps): void {
    if (previous.resetKey !== this.props.resetKey && this.state.failed !== null)
      this.setState({ failed: null });
  }
  override render(): ComponentChildren {
    if (this.state.failed === null) return this.props.children;
    return (
      <div class="state" role="alert">
        <h2>{this.props.title}</h2>
        <p class="muted">{this.state.failed}</p>
        <div class="actions">
          <button type="button" onClick={() => this.setState({ failed: null })}>
            {this.props.again}
          </button>
        </div>
      </div>
    );
  }
}
