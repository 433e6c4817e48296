import Randomness
import Settings

/// How a population is trained.
///
/// Evolution is greedy: whoever is ahead when a generation ends is copied, so that short intervals favour settings that
/// learn fast over those that end well (a high learning rate beats the one that would win in the long run), and over
/// long runs such a population can lose to random search (Doulazmi and others, "Multiple-frequencies population-based
/// training", 2025). Where the budget allows it, compare intervals, and judge evolution against
/// ``PopulationStrategy/randomSearch`` at the same budget.
public struct PopulationConfiguration: Configuration {
  /// How many members there are.
  public var members: Int
  /// Environment steps of each member's whole training, over all its environments.
  public var stepsPerMember: Int
  /// Environment steps of each member between two judgements: a generation.
  public var interval: Int
  /// What becomes of those who fall behind.
  public var strategy: PopulationStrategy
  /// Who copies whom.
  public var selection: PopulationSelection
  /// How likely each hyper-parameter of a copy is drawn anew instead of perturbed, in 0...1.
  public var resampleProbability: Double
  /// Environment steps that a member trains after it has copied another before it may do so again.
  public var readyInterval: Int
  /// Environment steps before anybody copies anybody.
  public var warmUpSteps: Int
  /// Names all draws of the run.
  public var seed: UInt64

  /// The population of the funding-arbitrage document: 8 members, 500 000 steps each, judged every 20 000.
  public init(
    members: Int = 8, stepsPerMember: Int = 500_000, interval: Int = 20_000,
    strategy: PopulationStrategy = .evolve, selection: PopulationSelection = .truncation(fraction: 0.25),
    resampleProbability: Double = 0.25, readyInterval: Int = 0, warmUpSteps: Int = 0, seed: UInt64 = 0
  ) {
    self.members = members
    self.stepsPerMember = stepsPerMember
    self.interval = interval
    self.strategy = strategy
    self.selection = selection
    self.resampleProbability = resampleProbability
    self.readyInterval = readyInterval
    self.warmUpSteps = warmUpSteps
    self.seed = seed
  }

  /// The population of the multi-position plan: 8 members, 2 000 000 steps each, judged every 50 000.
  public static let multiPosition = PopulationConfiguration(stepsPerMember: 2_000_000, interval: 50_000)

  /// How many times every member is judged; the last generation is shorter where the interval does not divide the steps.
  public var generations: Int { (stepsPerMember + interval - 1) / interval }

  /// Environment steps of a member when a generation ends.
  public func endStep(of generation: Int) -> Int { min((generation + 1) * interval, stepsPerMember) }

  /// Where all draws of the run come from.
  var random: RandomStream { RandomStream(seed: seed) }

  /// The stream that every judgement uses: the same for all members and generations, so that two policies meet the same
  /// luck.
  public var judging: RandomStream { random.split("judging") }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require(members > 0, "members", must: "be positive", found: members)
    try require(stepsPerMember > 0, "stepsPerMember", must: "be positive", found: stepsPerMember)
    try require(
      (1...stepsPerMember).contains(interval), "interval", must: "be in 1...stepsPerMember (\(stepsPerMember))",
      found: interval)
    if case .truncation(let fraction) = selection {
      try require(
        fraction > 0 && fraction <= 0.5, "selection.truncation.fraction", must: "be above 0, at most 0.5",
        found: fraction)
    }
    try require(
      (0...1).contains(resampleProbability), "resampleProbability", must: "be in 0...1", found: resampleProbability)
    try require(readyInterval >= 0, "readyInterval", must: "not be negative", found: readyInterval)
    try require(warmUpSteps >= 0, "warmUpSteps", must: "not be negative", found: warmUpSteps)
    try require(
      strategy != .evolve || members > 1, "members", must: "be at least 2 where members copy each other",
      found: members)
  }
}

/// What becomes of members that fall behind.
///
/// The baselines run on the same machinery with the same budget.
public enum PopulationStrategy: String, Sendable, Codable, CaseIterable {
  /// They copy a better one and explore from there.
  case evolve
  /// Each keeps the settings that it drew.
  case randomSearch
  /// All keep the settings of the task and differ in their seeds only.
  case seedSweep
}

/// Who copies whom after a generation.
public enum PopulationSelection: Sendable, Equatable, Codable {
  /// Each of the worst share copies one of the best share, drawn uniformly; one member at least.
  case truncation(fraction: Double)
  /// Each draws another one, and copies it where it is better.
  case binaryTournament
}
