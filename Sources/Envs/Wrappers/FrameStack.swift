import RLCore
import Randomness
import Settings

/// An environment seen through a window on its last observations, so that an agent without memory sees motion, and one with
/// an encoder for sequences what came before.
///
/// Every group of the environment becomes a window: its last values, oldest row first. At the start of an episode every
/// row is the first observation, so that nothing of the episode before shows.
public struct FrameStack<Base: Environment>: Environment {
  /// What the environment accepts.
  public typealias ActionType = Base.ActionType

  /// The environment that is observed.
  public private(set) var base: Base
  /// Observations in a stack: the rows of each window.
  public let frameCount: Int
  /// The groups of the environment under their own names, each a window of `frameCount` rows.
  ///
  /// A group of several rows lies flat in each of them, and its flags of padding are values like others. With one frame these
  /// are the groups of the environment.
  public let observationSpace: ObservationSpace

  private let frameWidth: Int
  /// Columns of each group in a frame.
  private let groups: [Range<Int>]
  /// A ring of frames.
  private var frames: [Float]
  /// Position of the newest frame in the ring.
  private var newest = 0

  /// Stacks the observations of an environment.
  ///
  /// - Parameters:
  ///   - base: The environment; its groups must not be windows themselves.
  ///   - frameCount: Observations in a stack, in 1...65536.
  public init(_ base: Base, frameCount: Int) {
    enforce((1...65_536).contains(frameCount), "frameCount must be in 1...65536, was \(frameCount)")
    let space = base.observationSpace
    if let window = space.groups.first(where: \.isWindow) {
      enforce(false, "a frame stack must be of observations that are no windows, was one of \(window.name)")
    }
    self.base = base
    self.frameCount = frameCount
    observationSpace = space.stacked(frameCount)
    frameWidth = space.width
    var start = 0
    groups = space.groups.map { group in
      defer { start += group.width }
      return start..<start + group.width
    }
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

  /// Writes the last observations, group by group, oldest first.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    var target = 0
    for group in groups {
      for age in 1...frameCount {
        let frame = newest + age < frameCount ? newest + age : newest + age - frameCount
        for column in group {
          row[target] = frames[frame * frameWidth + column]
          target += 1
        }
      }
    }
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
