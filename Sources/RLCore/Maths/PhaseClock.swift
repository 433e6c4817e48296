/// Where the time goes: a sum for each named phase.
public struct PhaseClock: Sendable {
  /// Phases in the order in which they were first seen, with their seconds.
  public private(set) var phases: [(name: String, seconds: Double)] = []

  /// A clock that has seen nothing.
  public init() {}

  /// Adds the time that `body` takes to a phase, also where it throws.
  public mutating func measure<Result, Failure: Error>(
    _ name: String, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = ContinuousClock.now
    defer { add(name, since: start) }
    return try body()
  }

  private mutating func add(_ name: String, since start: ContinuousClock.Instant) {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    let elapsed = Double(seconds) + Double(attoseconds) * 1e-18
    if let index = phases.firstIndex(where: { $0.name == name }) {
      phases[index].seconds += elapsed
    } else {
      phases.append((name, elapsed))
    }
  }
}
