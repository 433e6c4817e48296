import Settings

/// The moments at which steps reach or pass a multiple of some number.
///
/// Steps of several environments leap; no multiple is missed, and a leap over two of them counts once. What is due
/// depends on the steps alone, so that a resumed run is due when the run that was never stopped would have been.
public struct StepInterval: Sendable, Equatable {
  /// Steps from one multiple to the next.
  public let steps: Int
  private var last = 0

  /// Multiples of a positive number.
  public init(_ steps: Int) {
    enforce(steps > 0, "an interval must have steps, was \(steps)")
    self.steps = steps
  }

  /// Begins or resumes, where so many steps are taken.
  public mutating func begin(at steps: Int) { last = steps }

  /// Whether a multiple was reached since the last call.
  public mutating func isDue(at steps: Int) -> Bool {
    defer { last = steps }
    return steps / self.steps > last / self.steps
  }
}
