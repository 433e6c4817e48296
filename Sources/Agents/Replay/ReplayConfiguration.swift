import Settings

/// Settings of a replay buffer.
public struct ReplayConfiguration: Configuration {
  /// Transitions kept, over all environments; the oldest give way.
  public var capacity: Int
  /// Rewards summed before the value of what follows is trusted: n of n-step returns.
  public var returnSteps: Int
  /// The most that the buffer may take, in GiB; an agent that would need more is refused before it begins.
  public var memoryLimit: Double
  /// Draws transitions by how wrong the agent was about them; `nil` draws each with the same probability.
  public var prioritized: PrioritizedReplay?

  /// A million transitions, one-step returns, at most 8 GiB, drawn uniformly.
  public init(
    capacity: Int = 1_000_000, returnSteps: Int = 1, memoryLimit: Double = 8, prioritized: PrioritizedReplay? = nil
  ) {
    self.capacity = capacity
    self.returnSteps = returnSteps
    self.memoryLimit = memoryLimit
    self.prioritized = prioritized
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    let capacities = 1...ReplayBuffer.largestCapacity
    try require(capacities.contains(capacity), "replay.capacity", must: "be in \(capacities)", found: capacity)
    try require((1...100).contains(returnSteps), "replay.returnSteps", must: "be in 1...100", found: returnSteps)
    try require(memoryLimit > 0, "replay.memoryLimit", must: "be positive", found: memoryLimit)
    try prioritized?.validate()
  }
}
