/** Emits the copy of results from a staging area to their places: rows cut to their width, and interleaved where they were computed in phases. */
import type { Assembler, Code } from './assembler';

/** Staged results: for each channel, phases of rows times phases of columns, each an image of its own. Pitches in bytes. */
export interface StagedLayout {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly rowPhases: number;
  readonly columnPhases: number;
  readonly rowPitch: number;
  /** Between the images of one channel. */
  readonly phasePitch: number;
  readonly channelPitch: number;
}

/** Emits `unstage(staged, target)`. */
export function emitUnstage(assembler: Assembler, layout: StagedLayout): Code {
  const row = emitRow(assembler, layout);
  const code = assembler.function('unstage', ['i32', 'i32'], true);
  const [staged, target] = [0, 1];
  const line = code.i32();
  const { height, width, rowPhases, columnPhases } = layout;
  code.times(
    () => code.const(layout.channels),
    () => {
      // Whole rounds of row phases, then what is left.
      const rounds = Math.floor(height / rowPhases);
      const round = (count: number): void => {
        for (let phase = 0; phase < count; phase++) {
          code.get(line).const(phase * columnPhases * layout.phasePitch).add().get(target).call(row);
          code.addTo(target, width * 4);
        }
        code.addTo(line, layout.rowPitch);
      };
      code.get(staged).set(line);
      if (rounds > 0)
        code.times(
          () => code.const(rounds),
          () => round(rowPhases),
        );
      round(height % rowPhases);
      code.addTo(staged, layout.channelPitch);
    },
  );
  return code;
}

function emitRow(assembler: Assembler, { width, columnPhases: phases, phasePitch }: StagedLayout): Code {
  const code = assembler.function('unstageRow', ['i32', 'i32']);
  const [source, target] = [0, 1];
  if (phases === 1) {
    if (width < 4) for (let x = 0; x < width; x++) code.get(target).get(source).loadF32(x * 4).storeF32(x * 4);
    else if (width <= 64) {
      for (let x = 0; x + 4 <= width; x += 4) code.get(target).get(source).load(x * 4).store(x * 4);
      if (width % 4) code.get(target).get(source).load((width - 4) * 4).store((width - 4) * 4);
    } else code.get(target).get(source).const(width * 4).memoryCopy();
    return code;
  }
  const whole = phases === 2 ? width >> 3 : 0;
  if (whole > 0) {
    const [a, b] = [code.v128(), code.v128()];
    code.times(
      () => code.const(whole),
      () => {
        code.get(source).load().set(a).get(source).load(phasePitch).set(b);
        code.get(target).get(a).get(b).shuffle([0, 4, 1, 5]).store();
        code.get(target).get(a).get(b).shuffle([2, 6, 3, 7]).store(16);
        code.addTo(source, 16).addTo(target, 32);
      },
    );
  }
  const rest = width - whole * 8;
  const rounds = Math.floor(rest / phases);
  if (rounds > 0)
    code.times(
      () => code.const(rounds),
      () => {
        for (let p = 0; p < phases; p++) code.get(target).get(source).loadF32(p * phasePitch).storeF32(p * 4);
        code.addTo(source, 4).addTo(target, phases * 4);
      },
    );
  for (let p = 0; p < rest % phases; p++) code.get(target).get(source).loadF32(p * phasePitch).storeF32(p * 4);
  return code;
}
