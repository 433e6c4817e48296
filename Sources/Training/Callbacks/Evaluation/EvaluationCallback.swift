import Foundation
import Persistence
import RLCore
import Randomness
import Settings

/// Judges the policy every so many steps and when the run is complete, and keeps the best one on disk.
///
/// The policy plays at what it holds best, in environments of its own that are made anew for each evaluation, so that
/// all evaluations see the same seeds and training draws what it would have drawn without. Statistics of normalisers
/// stay as they are.
///
/// ```swift
/// let evaluation = EvaluationCallback(
///   of: agent, every: 10_000, episodes: 20, bestPolicy: folder.appendingPathComponent("best.safetensors"),
///   random: random.split("evaluation")
/// ) {
///   try VectorEnvironment((0..<4).map { _ in CartPole() }, random: random.split("judges"))
/// }
/// ```
public final class EvaluationCallback: ResumableCallback, ScoreSource, FigureSource {
  /// What was found so far.
  public struct Memory: Codable, Sendable, Equatable {
    /// In the order in which they were made.
    public internal(set) var evaluations: [Evaluation] = []
    /// The best score, the first of equal ones.
    public internal(set) var best: PolicyScore?

    /// Adds an evaluation; of those long past only the score is kept, so that checkpoints do not grow by every episode.
    mutating func add(_ evaluation: Evaluation) {
      evaluations.append(evaluation)
      let past = evaluations.count - 1 - EvaluationCallback.evaluationsWithEpisodes
      guard past >= 0, !evaluations[past].episodes.isEmpty else { return }
      evaluations[past] = Evaluation(steps: evaluations[past].steps, episodes: [], score: evaluations[past].score)
    }
  }

  /// Evaluations whose episodes are kept; of earlier ones only the score is.
  public static let evaluationsWithEpisodes = 100

  /// Plays with the policy, and judges it; `nil` is a score that is undefined.
  public typealias Judge = () throws -> (episodes: [EpisodeSummary], score: Double?)

  /// Steps.
  public let events: TrainingEvents = .steps
  /// Tells it from other evaluations of the run, and begins the names of its figures.
  public let name: String
  /// What was found so far.
  public var memory = Memory()

  private let judge: (any TrainingRun) throws -> (episodes: [EpisodeSummary], score: Double?)
  private let bestPolicy: URL?
  private let attach: (inout TensorArchive) throws -> Void
  private var interval: StepInterval

  /// An evaluation by a closure, which must not change anything that training depends on.
  ///
  /// - Parameters:
  ///   - interval: Steps of all environments together from one evaluation to the next.
  ///   - bestPolicy: Where the policy with the best score goes; `nil` writes none.
  ///   - name: Tells it from other evaluations of the run.
  ///   - attach: Adds to the archive of the best policy.
  ///   - judge: Plays with the policy, and judges it.
  public convenience init(
    every interval: Int, bestPolicy: URL? = nil, name: String = "evaluation",
    attaching attach: @escaping (inout TensorArchive) throws -> Void = { _ in }, judge: @escaping Judge
  ) {
    self.init(every: interval, bestPolicy: bestPolicy, name: name, attaching: attach, judging: { _ in try judge() })
  }

  private init(
    every interval: Int, bestPolicy: URL?, name: String,
    attaching attach: @escaping (inout TensorArchive) throws -> Void,
    judging judge: @escaping (any TrainingRun) throws -> (episodes: [EpisodeSummary], score: Double?)
  ) {
    self.interval = StepInterval(interval)
    self.bestPolicy = bestPolicy
    self.name = name
    self.attach = attach
    self.judge = judge
  }

  /// An evaluation over whole episodes.
  ///
  /// - Parameters:
  ///   - agent: The agent that is trained. A snapshot of it is played; an agent that gives none plays itself.
  ///   - interval: Steps of all environments together from one evaluation to the next.
  ///   - episodes: How many episodes are played.
  ///   - bestPolicy: Where the policy with the best score goes; `nil` writes none.
  ///   - name: Tells it from other evaluations of the run.
  ///   - stepLimit: Steps after which an episode that has not ended never will.
  ///   - random: For agents that draw even when they exploit; every evaluation draws the same.
  ///   - attach: Adds to the archive of the best policy.
  ///   - score: Judges by the episodes and by the environments that they were played in; the default is the mean return.
  ///   - environments: Makes the environments of an evaluation, from the same seeds each time. If training normalises
  ///     observations and these do not, they are shown to the policy normalised by the statistics of training.
  public convenience init<E: Environments>(
    of agent: any Agent<E.ActionType>, every interval: Int, episodes: Int, bestPolicy: URL? = nil,
    name: String = "evaluation", stepLimit: Int = 1_000_000, random: RandomStream,
    attaching attach: @escaping (inout TensorArchive) throws -> Void = { _ in },
    score: (([EpisodeSummary], E) throws -> Double?)? = nil,
    environments: @escaping () throws -> E
  ) {
    let play = { (run: any TrainingRun) throws -> (episodes: [EpisodeSummary], score: Double?) in
      let judges = try environments()
      guard run.environmentObjects.isDisjoint(with: judges.objects) else {
        throw ConfigurationError(
          field: "environments of evaluation \(name)", must: "be their own, made anew",
          found: "those in which the agent is trained")
      }
      let policy = agent.evaluatedPolicy()
      let played: PolicyEvaluation
      if let statistics = run.normalization, statistics.observations != nil, !(judges is any NormalizingEnvironments) {
        let seen = try NormalizedEnvironments(judges, frozen: statistics)
        played = try evaluatePolicy(policy, in: seen, episodes: episodes, stepLimit: stepLimit, random: random)
      } else {
        played = try evaluatePolicy(policy, in: judges, episodes: episodes, stepLimit: stepLimit, random: random)
      }
      guard let score else { return (played.episodes, played.meanReturn) }
      return (played.episodes, try score(played.episodes, judges))
    }
    self.init(every: interval, bestPolicy: bestPolicy, name: name, attaching: attach, judging: play)
  }

  /// All evaluations, the latest last; the latest ``evaluationsWithEpisodes`` with their episodes.
  public var evaluations: [Evaluation] { memory.evaluations }

  /// The best score so far.
  public var best: PolicyScore? { memory.best }

  /// The latest score that is defined.
  public var latestScore: PolicyScore? {
    guard let last = memory.evaluations.last(where: { $0.score != nil }), let score = last.score else { return nil }
    return PolicyScore(steps: last.steps, value: score)
  }

  /// `NAME/score` of the latest evaluation and `NAME/best`.
  public var figures: [Figure] {
    [Figure("\(name)/score", memory.evaluations.last?.score), Figure("\(name)/best", best?.value)]
  }

  /// Goes on from where the run is.
  public func trainingDidStart(_ run: any TrainingRun) { interval.begin(at: run.progress.steps) }

  /// Judges if it is time.
  ///
  /// - Throws: What playing throws, and `FileError` where the best policy cannot be written.
  public func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    guard interval.isDue(at: run.progress.steps) || run.progress.isComplete else { return .proceed }
    let (episodes, score) = try judge(run)
    let evaluation = Evaluation(steps: run.progress.steps, episodes: episodes, score: score)
    if let score = evaluation.score, score > best?.value ?? -.infinity {
      if let bestPolicy {
        var archive = try run.archive(.policy)
        try attach(&archive)
        try archive.write(to: bestPolicy)
      }
      memory.best = PolicyScore(steps: run.progress.steps, value: score)
    }
    memory.add(evaluation)
    return .proceed
  }
}
