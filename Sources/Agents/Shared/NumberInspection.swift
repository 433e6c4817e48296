import Persistence
import RLCore

/// Looks at what comes in for numbers that are not finite, and keeps the first for `learn` to refuse.
///
/// One bad observation or reward would otherwise spread through statistics and weights, and show much later as a policy
/// that does nothing.
struct NumberInspection {
  /// A value that was not finite.
  struct Defect {
    let quantity: String
    let stepsBefore: Int
    let found: Float
  }

  let environments: Int
  private(set) var defect: Defect?

  init(environments: Int) { self.environments = environments }

  /// The error that the first defect amounts to, when `progress` is told at the end of a step.
  func error(at progress: TrainingProgress) -> AgentError? {
    defect.map {
      AgentError(quantity: $0.quantity, step: progress.steps - $0.stepsBefore, found: "\($0.found)")
    }
  }

  mutating func clear() { defect = nil }

  /// Goes on from a checkpoint.
  mutating func restore(_ defect: Defect?) { self.defect = defect }

  /// Looks at values of all environments, side by side.
  ///
  /// - Parameters:
  ///   - values: Of all environments, side by side.
  ///   - quantity: What the values are.
  ///   - rows: The environments to look at; `nil` looks at all.
  ///   - stepsBefore: Environment steps between their appearance and the next `learn`.
  /// - Returns: Whether all values are finite.
  @discardableResult
  mutating func inspect(
    _ values: [Float], _ quantity: String, where rows: ((Int) -> Bool)? = nil, stepsBefore: Int = 0
  ) -> Bool {
    // One sum tells whether there is anything to look for; only a sum of huge values looks in vain.
    guard !values.reduce(0, +).isFinite else { return true }
    let columns = values.count / environments
    guard let index = values.indices.first(where: { !values[$0].isFinite && rows?($0 / columns) ?? true }) else {
      return true
    }
    let position = columns > 1 ? " \(index % columns)" : ""
    defect =
      defect
      ?? Defect(
        quantity: "\(quantity)\(position) of environment \(index / columns)", stepsBefore: stepsBefore,
        found: values[index])
    return false
  }
}

extension TensorArchive {
  private static let defectKey = "defect"

  /// Adds a number that was not finite and is not yet refused; nothing if there is none.
  mutating func add(_ defect: NumberInspection.Defect?) throws(ArchiveError) {
    guard let defect else { return }
    try encode(["\(defect.found)", "\(defect.stepsBefore)", defect.quantity], as: Self.defectKey)
  }

  /// The number that was not finite when the archive was made.
  func defect() throws(ArchiveError) -> NumberInspection.Defect? {
    guard metadata[Self.defectKey] != nil else { return nil }
    let parts = try decode([String].self, from: Self.defectKey)
    guard parts.count == 3, let found = Float(parts[0]), let stepsBefore = Int(parts[1]) else {
      throw ArchiveError("entry \(Self.defectKey) must be a number, its place and its kind, was \(parts)")
    }
    return NumberInspection.Defect(quantity: parts[2], stepsBefore: stepsBefore, found: found)
  }
}
