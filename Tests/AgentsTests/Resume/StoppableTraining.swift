import Persistence
import RLCore
import Randomness

/// A small training that a copy can go on with after any step: everything but the agent is a value that can be kept.
struct StoppableTraining<R: AgentRecipe, E: Environment> where R.ActionType == E.ActionType {
  typealias ActionType = R.ActionType

  let agent: any Agent<ActionType>
  private(set) var progress: TrainingProgress
  private(set) var reports: [UpdateReport] = []
  private var environments: [E]
  private var observations: ObservationBatch
  private var episodes: RandomStream
  private var exploration: RandomStream
  private var learning: RandomStream

  /// A training from the start.
  init(_ settings: R.Settings, steps: Int, seed: UInt64 = 1, in make: (Int) -> E) throws {
    let environments = try VectorEnvironment((0..<2).map(make), random: RandomStream(seed: 7))
    agent = try R.make(settings, in: AgentContext(environments, random: RandomStream(seed: seed)))
    progress = TrainingProgress(totalSteps: steps)
    observations = environments.reset()
    self.environments = environments.environments
    episodes = RandomStream(seed: 11)
    exploration = RandomStream(seed: 12)
    learning = RandomStream(seed: 13)
  }

  /// A training that goes on where another one stands, with another agent.
  init(_ settings: R.Settings, after other: StoppableTraining, in agent: (any Agent<ActionType>)? = nil) throws {
    let environments = try VectorEnvironment(other.environments, random: other.episodes)
    let own = try agent ?? R.make(settings, in: AgentContext(environments, random: RandomStream(seed: 99)))
    try own.restore(.training, from: TensorArchive(serialized: other.agent.archive(.training).serialized()))
    self.init(other, agent: own)
  }

  private init(_ other: StoppableTraining, agent: any Agent<ActionType>) {
    self.agent = agent
    (progress, environments, observations) = (other.progress, other.environments, other.observations)
    (episodes, exploration, learning) = (other.episodes, other.exploration, other.learning)
  }

  /// Takes some steps of every environment.
  mutating func run(_ count: Int) throws {
    for _ in 0..<count {
      // A stream for each step, so that the environments can be copied between any two.
      let environments = try VectorEnvironment(self.environments, random: episodes.split("step", progress.steps))
      let actions = try agent.act(on: observations, mode: .explore, using: &exploration)
      let transitions = environments.step(actions, observing: &observations)
      self.environments = environments.environments
      agent.record(transitions, next: observations)
      progress.advance(by: environments.count)
      guard let report = try agent.learn(progress: progress, using: &learning) else { continue }
      progress.countUpdate()
      reports.append(report)
    }
  }

  /// Somebody else resets the environments.
  mutating func startNewEpisodes() throws {
    let environments = try VectorEnvironment(self.environments, random: episodes.split("reset"))
    observations = environments.reset()
    self.environments = environments.environments
  }
}

/// Episodes of another environment, cut short every second time.
struct SometimesCut<Base: Environment>: Environment {
  typealias ActionType = Base.ActionType

  private var base: Base
  private let limit: Int
  private var steps = 0
  private var episodes: Int

  init(_ base: Base, after limit: Int, episodes: Int = 0) {
    self.base = base
    self.limit = limit
    self.episodes = episodes
  }

  var observationSpace: ObservationSpace { base.observationSpace }
  var actionSpace: ActionType.Domain { base.actionSpace }
  var masksActions: Bool { base.masksActions }

  mutating func reset(using random: inout RandomStream) {
    steps = 0
    episodes += 1
    base.reset(using: &random)
  }

  mutating func step(_ action: ActionType) -> StepOutcome {
    steps += 1
    var outcome = base.step(action)
    if outcome.end == nil && steps == limit && episodes.isMultiple(of: 2) { outcome.end = .truncated }
    return outcome
  }

  func writeObservation(into row: inout MutableSpan<Float>) { base.writeObservation(into: &row) }
  func writeActionMask(into row: inout MutableSpan<Bool>) { base.writeActionMask(into: &row) }
}
