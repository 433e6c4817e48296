import RLCore
import Randomness
import Settings

/// A stage of a ``Curriculum``: a task, and what has to be reached before the next one.
public struct CurriculumPhase<E: Environments> {
  /// The stage in a few words.
  public let name: String
  /// Environment steps after which the next stage begins in any case; the last stage goes on to the end.
  public let longest: Int
  /// Environment steps between two judgements.
  public let judgementInterval: Int
  /// Makes the environments of the stage, as many as the agent was made for.
  public let makeEnvironments: (RandomStream) throws -> E
  /// Judges the policy as it is, with the statistics that the stage normalises by, where it does.
  public let judge: (any Policy<E.ActionType>, NormalizationStatistics?) throws -> CurriculumJudgement

  /// A stage from its parts.
  ///
  /// - Precondition: Steps are positive.
  public init(
    _ name: String, longest: Int, judgementInterval: Int, makeEnvironments: @escaping (RandomStream) throws -> E,
    judge: @escaping (any Policy<E.ActionType>, NormalizationStatistics?) throws -> CurriculumJudgement
  ) {
    enforce(longest > 0, "longest must be positive, was \(longest)")
    enforce(judgementInterval > 0, "judgementInterval must be positive, was \(judgementInterval)")
    self.name = name
    self.longest = longest
    self.judgementInterval = judgementInterval
    self.makeEnvironments = makeEnvironments
    self.judge = judge
  }
}

/// What a policy reached in a stage of a curriculum.
public struct CurriculumJudgement: Sendable, Equatable, Codable {
  /// What was measured; higher is better.
  public var score: Double
  /// What has to be exceeded.
  public var goal: Double
  /// What the score is, for people: `mean return, %`.
  public var measure: String

  /// A judgement from its parts.
  public init(score: Double, goal: Double, measure: String) {
    self.score = score
    self.goal = goal
    self.measure = measure
  }

  /// Whether the next stage may begin.
  public var isPassed: Bool { score > goal }
}

/// What happened in a stage.
public struct CurriculumRecord: Sendable, Equatable, Codable {
  /// A judgement and when it was made.
  public struct Entry: Sendable, Equatable, Codable {
    /// Environment steps of the whole curriculum.
    public var steps: Int
    /// What was found.
    public var judgement: CurriculumJudgement
  }

  /// The stage.
  public var phase: String
  /// Environment steps of the whole curriculum when it began.
  public var firstStep: Int
  /// Environment steps of the whole curriculum when it ended; `nil` while it continues.
  public var lastStep: Int?
  /// Every judgement.
  public var judgements: [Entry] = []
  /// Why it ended; `nil` while it continues.
  public var reason: String?
}
