import RLCore
import Randomness
import Settings

/// How a policy is taught by demonstrations before it learns from rewards.
public struct BehaviourCloning: Configuration {
  /// Passes over all demonstrations.
  public var epochs: Int
  /// Demonstrations of a gradient step.
  public var batchSize: Int
  /// Learning rate.
  public var learningRate: Float

  /// Ten passes in batches of 256 at 1e-3 by default.
  public init(epochs: Int = 10, batchSize: Int = 256, learningRate: Float = 1e-3) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((0...10_000).contains(epochs), "epochs", must: "be in 0...10000", found: epochs)
    try require((1...1 << 20).contains(batchSize), "batchSize", must: "be in 1...2^20", found: batchSize)
    try require(learningRate > 0 && learningRate < 1, "learningRate", must: "be in 0..<1", found: learningRate)
  }
}

/// What someone did and what came of it, to be imitated.
public struct Demonstrations<ActionType: Action> {
  /// Steps so far.
  public var count: Int { rewards.count }
  private(set) var observations: [Float] = []
  private(set) var masks: [Bool] = []
  private(set) var actions: [Float] = []
  private(set) var rewards: [Float] = []
  private(set) var ends: [EpisodeEnd?] = []
  private let space: ActionType.Domain

  /// None yet.
  ///
  /// - Parameter space: The actions.
  public init(of space: ActionType.Domain) { self.space = space }

  /// Plays an episode and keeps every step.
  ///
  /// - Parameters:
  ///   - environment: Reset first.
  ///   - mostSteps: Steps after which the episode is left.
  ///   - random: Draws the episode.
  ///   - demonstrator: Chooses a valid action in an environment with a mask, which is empty if nothing is masked.
  public mutating func addEpisode<E: Environment>(
    in environment: inout E, mostSteps: Int = .max, using random: inout RandomStream,
    by demonstrator: (E, [Bool], inout RandomStream) -> ActionType
  ) where E.ActionType == ActionType {
    environment.reset(using: &random)
    let width = environment.observationSpace.width
    let maskWidth = environment.masksActions ? space.maskWidth : 0
    var row = [Float](repeating: 0, count: width)
    var mask = [Bool](repeating: true, count: maskWidth)
    var end: EpisodeEnd?
    var steps = 0
    while end == nil, steps < mostSteps {
      var values = row.mutableSpan
      environment.writeObservation(into: &values)
      if maskWidth > 0 {
        mask.withUnsafeMutableBufferPointer { flags in
          flags.update(repeating: true)
          var span = flags.mutableSpan
          environment.writeActionMask(into: &span)
        }
      }
      let action = demonstrator(environment, mask, &random)
      var stored = [Float](repeating: 0, count: space.storageWidth)
      var place = stored.mutableSpan
      action.write(into: &place)
      let outcome = environment.step(action)
      observations += row
      masks += mask
      actions += stored
      rewards.append(outcome.reward)
      ends.append(outcome.end)
      end = outcome.end
      steps += 1
    }
    // An episode that was left has no return beyond here.
    if end == nil, !ends.isEmpty { ends[ends.count - 1] = .truncated }
  }

  /// Discounted sums of rewards to the end of each episode.
  func returns(discount: Float) -> [Float] {
    var returns = rewards
    var following: Float = 0
    for step in returns.indices.reversed() {
      if ends[step] != nil { following = 0 }
      following = rewards[step] + discount * following
      returns[step] = following
    }
    return returns
  }
}
