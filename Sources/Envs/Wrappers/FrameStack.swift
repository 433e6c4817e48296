import RLCore
import Randomness
import Settings

/// An environment seen through its last observations, side by side, so that an agent without memory sees motion.
///
/// The observation is flat, oldest frame first. At the start of an episode every frame is the first observation, so that
/// nothing of the episode before shows.
public struct FrameStack<Base: Environment>: Environment {
  /// What the environment accepts.
  public typealias ActionType = Base.ActionType

  /// The environment that is observed.
  public private(set) var base: Base
  /// Observations in a stack.
  public let frameCount: Int
  /// The frames' groups, oldest first; those of the newest keep their names, the others name their age: `name-2`.
  public let observationSpace: ObservationSpace

  private let frameWidth: Int
  /// A ring of frames.
  private var frames: [Float]
  /// Position of the newest frame in the ring.
  private var newest = 0

  /// Stacks the observations of an environment.
  ///
  /// - Parameters:
  ///   - base: The environment.
  ///   - frameCount: Observations in a stack, at least 1.
  public init(_ base: Base, frameCount: Int) {
    enforce(frameCount > 0, "frameCount must be positive, was \(frameCount)")
    self.base = base
    self.frameCount = frameCount
    let space = base.observationSpace
    observationSpace = ObservationSpace(
      groups: (0..<frameCount).reversed().flatMap { age in
        space.groups.map { group in
          ObservationSpace.Group(
            age == 0 ? group.name : "\(group.name)-\(age)", rows: group.rows, columns: group.columns,
            isPadded: group.isPadded)
        }
      })
    frameWidth = space.width
    frames = [Float](repeating: 0, count: frameCount * space.width)
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

  /// Starts an episode; its first observation fills the stack.
  public mutating func reset(using random: inout RandomStream) {
    base.reset(using: &random)
    newest = 0
    observe()
    for position in frameWidth..<frames.count { frames[position] = frames[position - frameWidth] }
  }

  /// Steps the environment and drops the oldest frame for its observation.
  public mutating func step(_ action: Base.ActionType) -> StepOutcome {
    let outcome = base.step(action)
    newest = newest + 1 == frameCount ? 0 : newest + 1
    observe()
    return outcome
  }

  /// Writes the last observations, oldest first.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    let oldest = (newest + 1) * frameWidth
    let olderCount = frames.count - oldest
    for position in 0..<olderCount { row[position] = frames[oldest + position] }
    for position in olderCount..<frames.count { row[position] = frames[position - olderCount] }
  }

  /// Writes the mask of the environment.
  public func writeActionMask(into row: inout MutableSpan<Bool>) { base.writeActionMask(into: &row) }

  private mutating func observe() {
    Self.write(base, into: &frames, at: newest * frameWidth..<(newest + 1) * frameWidth)
  }

  private static func write(_ base: Base, into frames: inout [Float], at range: Range<Int>) {
    frames.withUnsafeMutableBufferPointer { all in
      var row = UnsafeMutableBufferPointer(rebasing: all[range]).mutableSpan
      base.writeObservation(into: &row)
    }
  }
}
