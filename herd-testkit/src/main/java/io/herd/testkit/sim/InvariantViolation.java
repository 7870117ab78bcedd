package io.herd.testkit.sim;

/** Something that must hold in every herd does not. */
public final class InvariantViolation extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final Invariant invariant;

  /** A violation, and what was seen. */
  public InvariantViolation(Invariant invariant, String seen) {
    super(invariant + ": " + seen);
    this.invariant = invariant;
  }

  /** What does not hold. */
  public Invariant invariant() {
    return invariant;
  }
}
