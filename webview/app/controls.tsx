/** Small controls in VS Code's look: icons, icon buttons, links, segmented switches, steppers, facts. */
import type { ComponentChildren, JSX } from 'preact';

/** Line drawings on a 16 grid, made for ConvLens. */
const icons = {
  left: 'M10 3.5 5.5 8l4.5 4.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  down: 'M3.5 6 8 10.5 12.5 6',
  play: 'M5 3.2v9.6L12.5 8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  forward: 'M4.5 3.5 9 8l-4.5 4.5M11.5 3.5v9',
  back: 'M11.5 3.5 7 8l4.5 4.5M4.5 3.5v9',
  start: 'M3.5 3.5v9M12.5 3.5 8.5 8l4 4.5M9 3.5 5 8l4 4.5',
  pin: 'M9.5 2.5 13.5 6.5 11 7.5 8.8 11.2 4.8 7.2 8.5 5zM6.5 9.5 3 13',
  error: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6',
  warning: 'M8 2.2 14.2 13.3H1.8zM8 6.4v3.4M8 11.4v.4',
  info: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 7.2v4M8 4.7v.5',
  question:
    'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M6.2 6.4c.2-2.4 3.6-2.2 3.6-.1C9.8 7.6 8 7.8 8 9.3M8 11v.4',
  arrow: 'M3 8h10M9.5 4.5 13 8l-3.5 3.5',
  copy: 'M5.5 5.5h7v8h-7zM10.5 5.5v-3h-7v8h2',
} as const;
export type IconName = keyof typeof icons;

export function Icon({ name, className }: { name: IconName; className?: string }): JSX.Element {
  return (
    <svg class={`icon ${className ?? ''}`} viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={icons[name]}
        fill={name === 'play' ? 'currentColor' : 'none'}
        stroke="currentColor"
        stroke-width="1.1"
        stroke-linejoin="round"
        stroke-linecap="round"
      />
    </svg>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly id?: string;
}
export function IconButton({
  icon,
  label,
  onClick,
  pressed,
  disabled,
  className,
  id,
}: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      id={id}
      class={`icon-button ${className ?? ''}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

export function Link({
  onClick,
  children,
  className,
}: {
  onClick: () => void;
  children: ComponentChildren;
  className?: string;
}): JSX.Element {
  return (
    <button type="button" class={`link ${className ?? ''}`} onClick={onClick}>
      {children}
    </button>
  );
}

export function Segmented<K extends string>({
  label,
  items,
  value,
  onPick,
}: {
  label: string;
  items: readonly (readonly [K, string])[];
  value: K;
  onPick: (key: K) => void;
}): JSX.Element {
  return (
    <div class="segmented" role="group" aria-label={label}>
      {items.map(([key, text]) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => onPick(key)}>
          {text}
        </button>
      ))}
    </div>
  );
}

export function Select({
  label,
  items,
  value,
  onPick,
  className,
}: {
  label: string;
  items: readonly (readonly [string, string])[];
  value: string;
  onPick: (key: string) => void;
  className?: string;
}): JSX.Element {
  return (
    <select
      aria-label={label}
      class={className}
      value={value}
      onChange={(event) => onPick(event.currentTarget.value)}
    >
      {items.map(([key, text]) => (
        <option key={key} value={key} selected={key === value}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** ‹ channel 3 › */
export function Stepper({
  text,
  title,
  previous,
  next,
  onStep,
}: {
  text: string;
  title?: string;
  previous: string;
  next: string;
  onStep: (step: number) => void;
}): JSX.Element {
  return (
    <span class="stepper">
      <IconButton icon="left" label={previous} onClick={() => onStep(-1)} />
      <span class="stepper-text" title={title}>
        {text}
      </span>
      <IconButton icon="right" label={next} onClick={() => onStep(1)} />
    </span>
  );
}

export function Fact({
  label,
  value,
  detail,
  title,
}: {
  label: string;
  value: ComponentChildren;
  detail?: string | null;
  title?: string;
}): JSX.Element {
  return (
    <div class="fact" title={title}>
      <dt>{label}</dt>
      <dd>
        {value}
        {detail ? <span class="muted"> {detail}</span> : null}
      </dd>
    </div>
  );
}

export function Note({
  kind,
  children,
}: {
  kind: 'warning' | 'info' | 'error' | 'question';
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`note ${kind}`}>
      <Icon name={kind} />
      <div class="note-text">{children}</div>
    </div>
  );
}
