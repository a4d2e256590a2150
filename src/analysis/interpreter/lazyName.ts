/** Names whose value is made when they are read first: imports, and definitions of somebody else's files. */
import { Unknown, type Value } from './values';

/** A name that may have its value at the next reading. */
export class NotYet extends Unknown {}

/** A name that was imported and is loaded when it is read first. Where it is not recognised it is what it is: unknown. */
export class LazyName extends Unknown {
  /** It is being loaded: whoever asks meanwhile goes round in a circle. */
  loading = false;
  constructor(private readonly find: () => Value) {
    super('a name that was not loaded');
  }

  load(): Value {
    if (this.loading) return new NotYet('a name that is imported in a circle');
    this.loading = true;
    try {
      return this.find();
    } finally {
      this.loading = false;
    }
  }
}

/** A function or class of somebody else's file whose text is run when its name is read first. */
export class LateDefinition extends LazyName {
  private made: Value | undefined = undefined;
  constructor(
    find: () => Value,
    /** A class with base classes. */
    readonly derived: boolean,
  ) {
    super(find);
  }

  /** The value is made once, in whatever world the name is read: classes keep their identity. */
  override load(): Value {
    if (this.made !== undefined) return this.made;
    if (this.loading) return super.load();
    return (this.made = super.load());
  }
}
