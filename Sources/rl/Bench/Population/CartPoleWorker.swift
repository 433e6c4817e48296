import RLFramework

/// Trains a small PPO on CartPole-v1 and judges it in episodes that are the same for every member.
struct CartPoleWorker: MemberWorker {
  private static let environments = 4
  private static let episodes = 10

  /// A member whose job fails, to see what becomes of the others.
  var failingMember: Int?
  /// The source of the judging episodes.
  var random: RandomStream

  func result(of job: MemberJob) throws -> MemberResult {
    guard job.member != failingMember else { throw ArchiveError("member \(job.member) was told to fail") }
    let start = ContinuousClock.now
    let environments = try VectorEnvironment(
      (0..<Self.environments).map { _ in CartPole() }, random: job.random.split("environments", job.generation))
    let agent = try PPO(
      PPOConfiguration(rolloutSteps: 64, batchSize: 64, epochs: 4), network: MLPBlueprint(hidden: [64, 64]),
      for: environments, random: job.random.split("agent"))
    let trainer = Trainer(
      agent, in: environments, totalSteps: job.totalSteps, random: job.random.split("training", job.generation))
    switch job.start {
    case .fresh: break
    case .continuing(let archive): try trainer.restore(.training, from: archive)
    case .inheriting(let archive): try trainer.inherit(from: archive)
    }
    try trainer.run(until: job.endStep)
    let judges = try VectorEnvironment((0..<Self.episodes).map { _ in CartPole() }, random: random)
    let episodes = try evaluatePolicy(agent, in: judges, episodes: Self.episodes, random: random).episodes
    let rewards = episodes.map(\.totalReward)
    return MemberResult(
      generation: job.generation, member: job.member, checkpoint: try trainer.archive(.training),
      judgement: Judgement(
        fitness: Double(rewards.reduce(0, +)) / Double(rewards.count),
        figures: [Figure("worst", rewards.min().map { Double($0) })]),
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}
