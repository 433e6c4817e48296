/// What an agent sees: one observation for each environment, side by side.
public struct ObservationBatch: Sendable {
  /// Environments.
  public let count: Int
  /// Values of an observation.
  public let width: Int
  /// Flags of a mask; 0 if nothing is ever masked.
  public let maskWidth: Int
  /// Observations, row-major [count × width].
  public var values: [Float]
  /// Valid choices, row-major [count × maskWidth].
  public var masks: [Bool]
  /// Whether the observation is the first of its episode.
  public var isStart: [Bool]

  /// Zeros, with every choice valid.
  public init(count: Int, width: Int, maskWidth: Int) {
    self.count = count
    self.width = width
    self.maskWidth = maskWidth
    values = [Float](repeating: 0, count: count * width)
    masks = [Bool](repeating: true, count: count * maskWidth)
    isStart = [Bool](repeating: true, count: count)
  }

  /// One observation by itself, as serving has it.
  public init(_ observation: [Float], mask: [Bool] = []) {
    self.init(count: 1, width: observation.count, maskWidth: mask.count)
    values = observation
    masks = mask
  }

  /// Asks an environment for its observation and its mask.
  mutating func observe<E: Environment>(_ environment: E, at row: Int) {
    let (width, maskWidth) = (width, maskWidth)
    values.withUnsafeMutableBufferPointer { all in
      var span = UnsafeMutableBufferPointer(rebasing: all[row * width..<(row + 1) * width]).mutableSpan
      environment.writeObservation(into: &span)
    }
    guard maskWidth > 0 else { return }
    masks.withUnsafeMutableBufferPointer { all in
      let flags = UnsafeMutableBufferPointer(rebasing: all[row * maskWidth..<(row + 1) * maskWidth])
      flags.update(repeating: true)
      var span = flags.mutableSpan
      environment.writeActionMask(into: &span)
    }
  }
}

/// What one step of every environment brought.
public struct TransitionBatch<ActionType: Action>: Sendable {
  /// The action of each environment.
  public var actions: [ActionType]
  /// The reward of each environment.
  public var rewards: [Float]
  /// How each environment's episode ended with this step, `nil` if it continues.
  public var ends: [EpisodeEnd?]
  /// The true last observation of each episode that ended, row-major [count × width]; other rows are stale.
  ///
  /// The observations that come with the next batch are already those of the next episode.
  public var finalObservations: [Float]
  /// The valid choices with each final observation, row-major [count × maskWidth].
  public var finalMasks: [Bool]

  /// A step of `count` environments in which nothing has happened yet.
  public init(count: Int, width: Int, maskWidth: Int) {
    actions = []
    rewards = [Float](repeating: 0, count: count)
    ends = [EpisodeEnd?](repeating: nil, count: count)
    finalObservations = [Float](repeating: 0, count: count * width)
    finalMasks = [Bool](repeating: true, count: count * maskWidth)
  }
}
