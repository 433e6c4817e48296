import Settings

/// How often a logger writes.
///
/// Agents that learn from single steps report thousands of updates; a log of every one is larger than it is useful.
public enum LogInterval: Sendable, Equatable, Codable {
  /// After every so many updates.
  case updates(Int)
  /// Once the steps of all environments together reach or pass each multiple.
  case steps(Int)
}

/// Finds the steps after which a logger writes.
public struct LogSchedule: Sendable {
  private let interval: LogInterval
  private var steps = StepInterval(1)
  private var isUpdateDue = false

  /// A schedule of an interval, whose number must be positive.
  public init(_ interval: LogInterval) {
    self.interval = interval
    switch interval {
    case .steps(let count): steps = StepInterval(count)
    case .updates(let count): enforce(count > 0, "an interval must have updates, was \(count)")
    }
  }

  /// Begins or resumes, where so many steps are taken.
  public mutating func begin(at steps: Int) {
    self.steps.begin(at: steps)
    isUpdateDue = false
  }

  /// Notes an update, the number `count` of the run.
  public mutating func noteUpdate(_ count: Int) {
    if case .updates(let interval) = interval { isUpdateDue = count.isMultiple(of: interval) }
  }

  /// Whether to write after this step; to be asked once a step.
  public mutating func isDue(at steps: Int) -> Bool {
    switch interval {
    case .steps: return self.steps.isDue(at: steps)
    case .updates:
      defer { isUpdateDue = false }
      return isUpdateDue
    }
  }
}
