import RLFramework

/// REINFORCE (Williams 1992): make what was done in good episodes likelier, and what was done in bad ones less likely.
///
/// The smallest agent that learns, written against the public interface of the library alone.
final class Reinforce: LearningAgent {
  let settings: ReinforceSettings
  let context: AgentContext<DiscreteAction>
  /// The parameters with all that moves them; freezing, rolling back and archives come with it.
  let learner: Learner
  /// The episode under way in each environment, and those that have ended since the last update.
  var open: [Episode]
  var ended: [Episode] = []

  /// Without numbers: where the parameters lie, and how to act over them.
  private let model: ReinforceModel
  /// Acts over the parameters that are learnt.
  private let runner: ReinforceRunner
  private var defect: String?

  init(_ settings: ReinforceSettings, in context: AgentContext<DiscreteAction>) throws(ConfigurationError) {
    try settings.validate()
    model = try ReinforceModel(
      settings.network,
      for: PolicySpaces(observations: context.observationSpace, actions: context.actionSpace))
    let layout = model.layout
    self.settings = settings
    self.context = context
    learner = Learner(
      layout: layout, parameters: layout.makeParameters(using: context.random), optimizer: Adam(count: layout.count))
    runner = ReinforceRunner(model, over: learner.parameters)
    open = [Episode](repeating: Episode(), count: context.environments)
  }

  var learners: [Learner] { [learner] }

  /// What it acts with at this moment.
  func snapshot() -> PolicySnapshot<DiscreteAction> {
    PolicySnapshot(
      of: ReinforceRecipe.id, blueprint: ReinforcePolicy(network: settings.network), model: model,
      spaces: PolicySpaces(observations: context.observationSpace, actions: context.actionSpace),
      parameters: learner.parameters)
  }

  // MARK: Acting

  var spaces: PolicySpaces<DiscreteAction>? {
    PolicySpaces(observations: context.observationSpace, actions: context.actionSpace)
  }

  func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [DiscreteAction] {
    try observations.require(context.observationSpace, context.actionSpace, finite: mode != .explore)
    var actions: [DiscreteAction] = []
    runner.choose(for: observations, mode: mode, into: &actions, using: &random)
    if mode == .explore { note(observations, actions) }
    return actions
  }

  private func note(_ observations: ObservationBatch, _ actions: [DiscreteAction]) {
    if !observations.values.allSatisfy(\.isFinite) { defect = "an observation" }
    let (width, flags) = (observations.width, observations.maskWidth)
    for row in actions.indices {
      // Somebody else may have reset the environment: what was under way leads nowhere.
      if observations.isStart[row] { open[row] = Episode() }
      open[row].observations += observations.values[row * width..<(row + 1) * width]
      open[row].masks += observations.masks[row * flags..<(row + 1) * flags]
      open[row].actions.append(Int32(actions[row].index))
    }
  }

  // MARK: Recording

  func record(_ transitions: TransitionBatch<DiscreteAction>, next: ObservationBatch) {
    if !transitions.rewards.allSatisfy(\.isFinite) { defect = "a reward" }
    for row in open.indices {
      open[row].rewards.append(transitions.rewards[row])
      guard transitions.ends[row] != nil else { continue }
      ended.append(open[row])
      open[row] = Episode()
    }
  }

  // MARK: Learning

  func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    if let defect {
      forgetEpisodes()
      throw AgentError(quantity: defect, step: progress.steps, found: "not a number")
    }
    guard ended.count >= settings.episodes else { return nil }
    defer { ended.removeAll() }
    let loss = gradient()
    let norm = try learner.step(rate: settings.learningRate, limit: 1, at: progress)
    var report = UpdateReport()
    report.add("policyLoss", Double(loss))
    report.add("gradientNorm", norm)
    return report
  }

  /// Training resumes after an error: what led to it is not learnt from.
  private func forgetEpisodes() {
    defect = nil
    ended.removeAll()
    open = [Episode](repeating: Episode(), count: context.environments)
  }

  /// The gradient of −mean (return − mean return)·ln π(action) over all steps of the ended episodes.
  private func gradient() -> Float {
    let returns = ended.flatMap { $0.returns(discount: settings.discount) }
    let mean = returns.reduce(0, +) / Float(returns.count)
    let deviation = (returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(returns.count)).squareRoot()
    let weights = returns.map { -($0 - mean) / (deviation + 1e-8) / Float(returns.count) }
    var result: Float = 0
    learner.lanes.run { _, tape in
      let input = tape.constant(
        ended.flatMap(\.observations), rows: returns.count, columns: context.observationSpace.width)
      let logs = model.logProbabilities(input, masks: ended.flatMap(\.masks), on: tape)
      let taken = tape.gather(logs, ended.flatMap(\.actions))
      let loss = tape.sum(tape.multiply(taken, tape.constant(weights, rows: returns.count, columns: 1)))
      tape.backward(from: loss)
      result = tape.values(of: loss)[0]
    }
    return result
  }
}
