import RLCore
import Randomness
import Settings

/// An environment of which an agent sees only some values, which makes it remember the rest.
public struct SelectedObservations<Base: Environment>: Environment {
  /// What the environment accepts.
  public typealias ActionType = Base.ActionType

  /// The environment that is observed.
  public private(set) var base: Base
  /// Positions of the values that are kept, in the order in which they are seen.
  public let columns: [Int]
  /// A plain vector of the kept values.
  public let observationSpace: ObservationSpace

  private let baseWidth: Int

  /// Keeps some values of an environment's observations.
  ///
  /// - Parameters:
  ///   - base: The environment.
  ///   - columns: Positions within its observation, at least one; their order is kept.
  public init(_ base: Base, columns: [Int]) {
    let width = base.observationSpace.width
    enforce(
      !columns.isEmpty && columns.allSatisfy((0..<width).contains),
      "columns must be of an observation of \(width) values, was \(columns)")
    self.base = base
    self.columns = columns
    observationSpace = ObservationSpace(width: columns.count)
    baseWidth = width
  }

  /// That of the environment.
  public var actionSpace: Base.ActionType.Domain { base.actionSpace }
  /// Whether the environment masks actions.
  public var masksActions: Bool { base.masksActions }

  /// That of the environment.
  public var age: Int {
    get { base.age }
    set { base.age = newValue }
  }

  /// Starts an episode.
  public mutating func reset(using random: inout RandomStream) { base.reset(using: &random) }

  /// Steps the environment.
  public mutating func step(_ action: Base.ActionType) -> StepOutcome { base.step(action) }

  /// Writes the kept values.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: baseWidth) { all in
      all.initialize(repeating: 0)
      var whole = all.mutableSpan
      base.writeObservation(into: &whole)
      for position in columns.indices { row[position] = all[columns[position]] }
    }
  }

  /// Writes the mask of the environment.
  public func writeActionMask(into row: inout MutableSpan<Bool>) { base.writeActionMask(into: &row) }
}
