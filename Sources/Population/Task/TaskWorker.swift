import Persistence
import RLCore
import Randomness
import Settings
import Training

/// Trains and judges members on a task.
///
/// A stretch goes on exactly where the member stood, or with what another one has learnt in new episodes of its own. Either
/// way the agent is made with the settings of the job before it is restored, and settings are in no archive: what was
/// mutated cannot be overwritten by what was copied.
public struct TaskWorker<Task: PopulationTask>: MemberWorker {
  /// What is trained on and judged by.
  public let task: Task
  /// The stream of every judgement.
  private let judging: RandomStream

  /// A worker for a population.
  public init(_ task: Task, for configuration: PopulationConfiguration) {
    self.task = task
    judging = configuration.judging
  }

  /// Trains from where the job begins to where it ends, and judges.
  ///
  /// A member whose numbers are no longer finite is not an error: its fitness is −∞, and it resumes from its last good
  /// parameters, or copies another one.
  public func result(of job: MemberJob) throws -> MemberResult {
    let start = ContinuousClock.now
    let trainer = try trainer(of: job)
    var judgement = Judgement(fitness: -.infinity)
    do {
      try trainer.run(until: job.endStep)
      // `Task` is the population's here.
      if withUnsafeCurrentTask(body: { $0?.isCancelled ?? false }) { throw CancellationError() }
      judgement = try task.judge(trainer.agent, random: judging)
    } catch is AgentError {
      // Hopeless settings are what a population is there to find.
    } catch PolicyError.notFinite {
      // So is a policy that breaks the environment that it is judged in.
    }
    var checkpoint = try trainer.archive(.training)
    checkpoint.add(try task.policy(of: trainer.agent), section: MemberResult.policySection)
    if !judgement.fitness.isFinite { judgement.fitness = -.infinity }
    return MemberResult(
      generation: job.generation, member: job.member, checkpoint: checkpoint, judgement: judgement,
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  private func trainer(of job: MemberJob) throws -> Trainer<Task.Training> {
    // A member that inherits must not meet the episodes again that it has had.
    let random =
      if case .inheriting = job.start { job.random.split("generation", job.generation) } else { job.random }
    let environments = try task.environments(random: random.split("environments"))
    let agent = try task.registry.agent(
      task.agent, settings: try settings(of: job), in: AgentContext(environments, random: random.split("agent")))
    let trainer = Trainer(
      agent, in: environments, totalSteps: job.totalSteps, callbacks: task.callbacks(of: job),
      random: random.split("training"))
    switch job.start {
    case .fresh: break
    case .continuing(let checkpoint): try trainer.restore(.training, from: checkpoint)
    case .inheriting(let checkpoint): try trainer.inherit(from: checkpoint)
    }
    return trainer
  }

  /// The task's settings, then the job's; one thread, since members take the others.
  private func settings(of job: MemberJob) throws -> JSONValue {
    let settings = task.settings.merging(job.settings)
    guard case .object(let fields) = try task.registry.defaults(of: task.agent).json, fields["threads"] != nil else {
      return settings
    }
    return settings.merging(.object(["threads": .integer(1)]))
  }
}

extension MemberResult {
  static let policySection = "policy"

  /// The policy by itself, as a worker on a task adds it; `nil` if the worker does not.
  public var policy: TensorArchive? {
    checkpoint.hasSection(Self.policySection) ? try? checkpoint.section(Self.policySection) : nil
  }
}
