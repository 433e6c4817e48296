import Settings

/// Scales rewards by the standard deviation of the discounted return, not by that of the reward itself.
///
/// The mean is left alone: taking it away would change which policy is best.
public struct ReturnNormalizer: Sendable, Equatable, Codable {
  /// γ of the running return.
  public let discount: Float
  /// Results are cut off at ± this.
  public let limit: Float
  /// Statistics of the running return.
  public private(set) var statistics = RunningStatistics(dimensions: 1)
  private var returns: [Double]

  /// How many streams of rewards it follows.
  public var environments: Int { returns.count }

  private static let epsilon = 1e-8

  /// A normaliser for `environments` streams of rewards.
  public init(environments: Int, discount: Float, limit: Float = 10) {
    self.discount = discount
    self.limit = limit
    returns = [Double](repeating: 0, count: environments)
  }

  /// What a normaliser has seen, without its settings: what a checkpoint holds.
  public struct Memory: Sendable, Equatable, Codable {
    /// Statistics of the running return.
    public let statistics: RunningStatistics
    /// The running return of each stream.
    public let returns: [Double]
  }

  /// What was seen so far.
  public var memory: Memory { Memory(statistics: statistics, returns: returns) }

  /// Goes on from what another normaliser has seen; discount and limit stay its own.
  ///
  /// - Precondition: It followed as many streams.
  public mutating func restore(_ memory: Memory) {
    enforce(
      memory.returns.count == returns.count && memory.statistics.dimensions == 1,
      "a memory of \(returns.count) environments is needed, was \(memory.returns.count)")
    (statistics, returns) = (memory.statistics, memory.returns)
  }

  /// Takes in one step of every environment and scales its rewards in place.
  public mutating func normalize(_ rewards: inout [Float], ends: [EpisodeEnd?]) {
    enforce(rewards.count == returns.count, "was \(rewards.count) rewards of \(returns.count) environments")
    let count = Double(returns.count)
    for index in returns.indices { returns[index] = returns[index] * Double(discount) + Double(rewards[index]) }
    let mean = returns.reduce(0, +) / count
    let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    statistics.add(mean: mean, variance: variance, count: count, at: 0)
    let scale = 1 / (statistics.variance[0] + Self.epsilon).squareRoot()
    for index in rewards.indices {
      rewards[index] = min(max(Float(Double(rewards[index]) * scale), -limit), limit)
      if ends[index] != nil { returns[index] = 0 }
    }
  }
}
