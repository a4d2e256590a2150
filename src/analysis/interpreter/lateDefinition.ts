/** A function or class of somebody else's file whose text is run when its name is read first. */
import { LazyName } from './modules';
import type { Value } from './values';

/** Its value is made once, in whatever world the name is read: classes keep their identity. */
export class LateDefinition extends LazyName {
  private made: Value | undefined = undefined;

  override load(): Value {
    if (this.made !== undefined) return this.made;
    if (this.loading) return super.load();
    return (this.made = super.load());
  }
}
