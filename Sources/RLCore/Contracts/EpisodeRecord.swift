import Randomness

/// How an episode came to where it is: the stream that it was reset with, the age of the environment then, and every
/// action since.
///
/// Nothing else determines an environment (see ``Environment/reset(using:)``), so this is its whole state, and playing
/// it again is how a run goes on exactly where it stood.
struct EpisodeRecord<ActionType: Action> {
  /// The stream before the reset.
  private(set) var start: RandomStream
  /// See ``Environment/age``.
  private(set) var startAge: Int
  /// Every action since, as stored, row-major [steps × storage width].
  private(set) var actions: [Float] = []

  init(start: RandomStream, startAge: Int, actions: [Float] = []) {
    self.start = start
    self.startAge = startAge
    self.actions = actions
  }

  /// Begins with the next episode.
  mutating func begin(from stream: RandomStream, age: Int) {
    start = stream
    startAge = age
    actions.removeAll(keepingCapacity: true)
  }

  /// Notes an action.
  mutating func add(_ action: ActionType, width: Int) {
    let place = actions.count
    for _ in 0..<width { actions.append(0) }
    actions.withUnsafeMutableBufferPointer { all in
      var row = UnsafeMutableBufferPointer(rebasing: all[place..<place + width]).mutableSpan
      action.write(into: &row)
    }
  }

  /// Plays the episode again.
  ///
  /// - Parameters:
  ///   - environment: In any state.
  ///   - width: Values of a stored action.
  /// - Returns: The stream as the episode left it, or `nil` if the episode ends before its last action.
  func play<E: Environment>(in environment: inout E, width: Int) -> RandomStream? where E.ActionType == ActionType {
    var stream = start
    environment.age = startAge
    environment.reset(using: &stream)
    for place in Swift.stride(from: 0, to: actions.count, by: width) {
      let action = ActionType(from: actions.span.extracting(place..<place + width))
      if environment.step(action).end != nil { return nil }
    }
    return stream
  }
}
