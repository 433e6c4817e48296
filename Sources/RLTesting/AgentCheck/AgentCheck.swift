import Persistence
import RLCore
import Randomness
import Settings

/// One run of the check: what it needs to train an agent, and what it has found.
struct AgentCheck<R: AgentRecipe, E: Environment> where R.ActionType == E.ActionType {
  typealias ActionType = R.ActionType
  typealias Session = TrainingSession<ActionType, VectorEnvironment<E>>

  /// What an uninterrupted training came to.
  struct Reference {
    let policy: TensorArchive
    let training: TensorArchive
    /// Steps after which updates had been made.
    let updates: [Int]
  }

  let settings: R.Settings
  let environments: Int
  let root: RandomStream
  let steps: Int
  /// Whether the policy draws its actions.
  let draws: Bool
  let makeEnvironment: () -> E
  var report = AgentReport()

  // MARK: Making

  /// An agent and its environments; the seed of either may differ.
  func makeSession(agentSeed: String = "agent") throws(ConfigurationError) -> Session {
    let environments = try VectorEnvironment(
      (0..<self.environments).map { _ in makeEnvironment() }, random: root.split("environments"))
    let context = AgentContext(environments, random: root.split(agentSeed))
    return Session(
      try R.make(settings, in: context), in: environments, steps: steps, random: root.split("training"))
  }

  mutating func canMake() -> Bool {
    do {
      try settings.validate()
      _ = try makeSession()
      return true
    } catch {
      report.add(.settings, "the settings must make an agent, but \(error)")
      return false
    }
  }

  mutating func checkSettings() {
    do {
      if try settings.applying(settings.json) != settings {
        report.add(.jsonSettings, "settings must come back from JSON as they were")
      }
    } catch {
      report.add(.jsonSettings, "settings must be readable from their own JSON, but \(error)")
    }
    do {
      _ = try settings.applying(.object(["noSuchSetting": .integer(1)]))
      report.add(.jsonSettings, "a field that does not exist must be refused")
    } catch {
      if error.field != "noSuchSetting" {
        report.add(.jsonSettings, "a field that does not exist must be named, was \(error)")
      }
    }
  }

  // MARK: Training

  /// Trains without interruption and looks at every action.
  mutating func train() -> Reference? {
    do {
      let session = try makeSession()
      let first = try session.agent.archive(.policy)
      var updates: [Int] = []
      while !session.progress.isComplete {
        let space = session.environments.actionSpace
        var problem: String?
        let hasUpdated = try session.step { observations, actions in
          problem = Self.problem(with: actions, for: observations, space: space)
        }
        if let problem {
          report.add(.validAction, "\(problem) at step \(session.progress.steps)")
          return nil
        }
        if hasUpdated { updates.append(session.progress.steps) }
      }
      count(session)
      let policy = try session.agent.archive(.policy)
      guard let last = updates.last, last * 2 >= steps else {
        report.add(.update, "there must be an update in the second half of \(steps) steps")
        return nil
      }
      if policy == first { report.add(.update, "\(session.progress.updates) updates left the policy as it was") }
      try checkExploiting(session)
      try checkSampling(session)
      try checkSnapshot(session)
      return Reference(policy: policy, training: try session.agent.archive(.training), updates: updates)
    } catch {
      report.add(.update, "training must go through, but \(error)")
      return nil
    }
  }

  mutating func count(_ session: Session) { count(session.progress) }

  mutating func count(_ progress: TrainingProgress) {
    report.stepCount += progress.steps
    report.updateCount += progress.updates
  }

  private mutating func checkExploiting(_ session: Session) throws {
    let once = try session.exploit(random: root.split("exploit"))
    let again = try session.exploit(random: root.split("exploit"))
    if let problem = Self.problem(
      with: once, for: session.observations, space: session.environments.actionSpace)
    {
      report.add(.validAction, "\(problem) while exploiting")
    }
    if once != again { report.add(.repeatableExploit, "equal observations must bring equal actions while exploiting") }
  }

  /// Draws many times from observations that stay the same.
  private mutating func checkSampling(_ session: Session) throws {
    let before = try session.agent.archive(.training)
    var random = root.split("sample")
    let first = try session.sample(using: &random)
    var isVaried = false
    for _ in 0..<256 {
      let actions = try session.sample(using: &random)
      if let problem = Self.problem(
        with: actions, for: session.observations, space: session.environments.actionSpace)
      {
        return report.add(.validAction, "\(problem) while sampling")
      }
      isVaried = isVaried || actions != first
    }
    if draws && !isVaried { report.add(.sampling, "sampling must draw, but 256 draws were the same") }
    let best = try session.exploit(random: root.split("exploit"))
    if !draws && (isVaried || first != best) {
      report.add(.sampling, "sampling from a policy that does not draw must be exploiting")
    }
    if try session.agent.archive(.training) != before {
      report.add(.sampling, "sampling must note and change nothing, but the training checkpoint is another")
    }
  }

  /// Compares a snapshot with the agent, on observations that begin episodes.
  private mutating func checkSnapshot(_ session: Session) throws {
    guard let source = session.agent as? any SnapshotSource<ActionType> else { return }
    let snapshot = source.snapshot()
    if try snapshot.archive() != session.agent.archive(.policy) {
      report.add(.snapshot, "the archive of a snapshot must be the archive of the agent's policy")
    }
    let actor = snapshot.makeActor()
    var observations = session.observations
    for row in observations.isStart.indices { observations.isStart[row] = true }
    for mode in [ActingMode.exploit, .sample] {
      var (own, other) = (root.split("snapshot"), root.split("snapshot"))
      let expected = try session.agent.act(on: observations, mode: mode, using: &own)
      if try actor.act(on: observations, mode: mode, using: &other) != expected || own != other {
        return report.add(.snapshot, "a snapshot must do in mode \(mode) what its agent does, with the same draws")
      }
    }
  }

  /// What is wrong with some actions, or `nil`.
  static func problem(
    with actions: [ActionType], for observations: ObservationBatch, space: ActionType.Domain
  ) -> String? {
    guard actions.count == observations.count else {
      return "there must be \(observations.count) actions, was \(actions.count)"
    }
    for (row, action) in actions.enumerated() {
      guard space.contains(action) else { return "an action must lie in \(space), was \(action)" }
      let start = row * observations.maskWidth
      let mask = Array(observations.masks[start..<start + observations.maskWidth])
      if let choice = invalidChoice(action, mask: mask, space: space) {
        return "choice \(choice) was masked and taken"
      }
    }
    return nil
  }

  /// The position of the first flag that an action takes although it is cleared.
  private static func invalidChoice(_ action: ActionType, mask: [Bool], space: ActionType.Domain) -> Int? {
    guard !mask.isEmpty else { return nil }
    var stored = [Float](repeating: 0, count: space.storageWidth)
    var row = stored.mutableSpan
    action.write(into: &row)
    guard space.choices.count == stored.count else { return nil }
    var start = 0
    for (choice, count) in zip(stored, space.choices) {
      if !mask[start + Int(choice)] { return start + Int(choice) }
      start += count
    }
    return nil
  }
}
