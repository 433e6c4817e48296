import Agents
import Persistence
import Population
import RLCore
import RLTesting
import Randomness
import Settings
import Testing
import Training

@Suite("Members on a task")
struct TaskWorkerTests {
  private let configuration = PopulationConfiguration(members: 2, stepsPerMember: 192, interval: 60, seed: 3)

  private func job(
    _ generation: Int, member: Int = 0, endStep: Int, settings: HyperparameterValues = HyperparameterValues(),
    start: MemberJob.Start = .fresh
  ) -> MemberJob {
    MemberJob(
      generation: generation, member: member, settings: settings.settings, endStep: endStep, totalSteps: 192,
      random: RandomStream(seed: 9).split("member", member), start: start)
  }

  /// A stretch in two parts, the first of which ends within a rollout, is the stretch in one.
  private func checkExactness<T: PopulationTask>(_ task: T) throws {
    let worker = TaskWorker(task, for: configuration)
    let whole = try worker.result(of: job(0, endStep: 150))
    let half = try worker.result(of: job(0, endStep: 70))
    let kept = try TensorArchive(serialized: half.checkpoint.serialized())
    let rest = try worker.result(of: job(1, endStep: 150, start: .continuing(kept)))
    #expect(try rest.checkpoint.serialized() == whole.checkpoint.serialized())
    #expect(rest.judgement == whole.judgement)
    #expect(half.checkpoint != whole.checkpoint)
    let other = try worker.result(of: job(0, member: 1, endStep: 150))
    #expect(other.checkpoint != whole.checkpoint, "members have streams of their own")
  }

  @Test("A member goes on exactly where it stood, whatever the agent")
  func exact() throws {
    try checkExactness(TinyTasks.ppo())
    try checkExactness(TinyTasks.dqn())
    try checkExactness(TinyTasks.sac())
  }

  /// What is inherited is the parent's agent, in other episodes.
  private func checkInheritance<T: PopulationTask>(_ task: T, weights: String) throws {
    let worker = TaskWorker(task, for: configuration)
    let parent = try worker.result(of: job(0, member: 1, endStep: 70))
    // Not one step is taken: the agent is the parent's, as it was.
    let start = MemberJob.Start.inheriting(parent.checkpoint)
    let copy = try worker.result(of: job(1, endStep: 70, start: start))
    #expect(try #require(copy.policy) == #require(parent.policy))
    #expect(copy.judgement == parent.judgement, "common random numbers")
    for part in try parent.checkpoint.section("agent").tensors where part.name.hasPrefix(weights) {
      #expect(try copy.checkpoint.section("agent").tensor(part.name, shape: part.shape) == part.values)
    }
    // The parent goes on in its episodes, the copy in new ones, again in others if it inherits again.
    let sections = try [
      worker.result(of: job(1, member: 1, endStep: 90, start: .continuing(parent.checkpoint))),
      worker.result(of: job(1, member: 1, endStep: 90, start: start)),
      worker.result(of: job(1, endStep: 90, start: start)), worker.result(of: job(2, endStep: 90, start: start)),
    ].map { try $0.checkpoint.section("environments").serialized() }
    #expect(Set(sections).count == 4)
    let again = try worker.result(of: job(1, endStep: 150, start: start))
    #expect(try again.checkpoint == worker.result(of: job(1, endStep: 150, start: start)).checkpoint)
  }

  @Test("A copy has the winner's weights, optimiser, normaliser and experience, and episodes of its own")
  func inheritance() throws {
    try checkInheritance(TinyTasks.ppo(), weights: "adam")
    try checkInheritance(TinyTasks.dqn(), weights: "replay")
    try checkInheritance(TinyTasks.sac(), weights: "replay")
  }

  @Test("After an exploit the running agent has the mutated rate, clip range, λ, γ and entropy weight")
  func mutatedSettingsWin() throws {
    let task = ProbedTask(
      settings: try JSONValue(
        parsing: """
          {"rolloutSteps": 8, "batchSize": 16, "epochs": 1, "network": {"policy": [4], "value": [4]},
           "normalizesReturns": true}
          """))
    try task.validate(.singlePosition)
    // Fitness is the learning rate, so that the slowest member copies the fastest.
    let configuration = PopulationConfiguration(
      members: 4, stepsPerMember: 128, interval: 32, resampleProbability: 0.3, seed: 11)
    let record = try PopulationTrainer(
      configuration, space: .singlePosition, worker: TaskWorker(task, for: configuration),
      executor: LocalExecutor(workers: 1)
    ).run()
    let draws = Set(record.history.stretches.map { stretch in stretch.figures.last?.value })
    #expect(draws.count == 1, "every judgement draws from the same stream")
    var copies = 0
    for stretch in record.history.stretches {
      for figure in stretch.figures.dropLast() {
        #expect(stretch.hyperparameters[figure.name].flatMap(Self.float) == figure.value.map { Float($0) })
      }
      let running = task.probe[stretch.generation, stretch.member]?["learningRate"]
      #expect(running.map { Float($0) } == stretch.hyperparameters["learningRate"].flatMap(Self.float))
      guard stretch.event == .copy, let parent = stretch.parent else { continue }
      copies += 1
      let winner = record.history.generation(stretch.generation - 1).first { $0.member == parent }
      #expect(stretch.hyperparameters != winner?.hyperparameters, "what the running agent has is not what it copied")
    }
    #expect(copies >= 2)
  }

  private static func float(_ value: JSONValue) -> Float? {
    switch value {
    case .integer(let whole): Float(whole)
    case .number(let number): Float(number)
    default: nil
    }
  }

  @Test("A member whose numbers are no longer finite ranks last, and the population goes on")
  func divergence() throws {
    let task = EpisodicTask(
      agent: "ppo", settings: try JSONValue(parsing: #"{"rolloutSteps": 8, "batchSize": 16, "epochs": 1}"#),
      registry: .standard, environments: 2, episodes: 2
    ) { Overflowing() }
    let result = try TaskWorker(task, for: configuration).result(of: job(0, endStep: 64))
    #expect(result.judgement == Judgement(fitness: -.infinity))
    let next = try TaskWorker(task, for: configuration).result(
      of: job(1, endStep: 128, start: .continuing(result.checkpoint)))
    #expect(next.judgement.fitness == -.infinity)
  }

  /// Pays so much that no loss is finite.
  private struct Overflowing: Environment {
    typealias ActionType = DiscreteAction
    let observationSpace = ObservationSpace(width: 1)
    let actionSpace = DiscreteAction.Domain(count: 2)
    mutating func reset(using random: inout RandomStream) {}
    mutating func step(_ action: DiscreteAction) -> StepOutcome { StepOutcome(reward: 1e30) }
    func writeObservation(into row: inout MutableSpan<Float>) { row[0] = 0 }
  }

  @Test("A space that the task's agent does not have is refused before anything is trained")
  func validation() throws {
    let task = try TinyTasks.ppo()
    try task.validate(.singlePosition)
    let space = HyperparameterSpace([Hyperparameter("temperature", .uniform(lower: 0, upper: 1))])
    let error = #expect(throws: ConfigurationError.self) { try task.validate(space) }
    #expect(error?.field == "temperature")
  }

  @Test("A population of real agents comes to the same whatever the number of workers")
  func workers() throws {
    let configuration = PopulationConfiguration(members: 3, stepsPerMember: 150, interval: 70, seed: 1)
    let records = try (1...3).map { workers in
      let worker = TaskWorker(try TinyTasks.dqn(), for: configuration)
      let space = HyperparameterSpace([Hyperparameter("learningRate", .logUniform(lower: 1e-5, upper: 1e-1))])
      return try PopulationTrainer(
        configuration, space: space, worker: worker, executor: LocalExecutor(workers: workers)
      ).run()
    }
    #expect(records[1] == records[0] && records[2] == records[0])
    #expect(records[0].history.stretches.contains { $0.event == .copy })
  }
}
