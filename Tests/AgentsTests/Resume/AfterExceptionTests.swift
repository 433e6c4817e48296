import Agents
import Persistence
import RLCore
import RLTesting
import Randomness
import Testing
import Training

/// Training resumes after an exception in the middle of a step, in the same process or from an archive.
@Suite("After an exception")
struct AfterExceptionTests {
  private struct Interruption: Error {}

  /// Environments that fail after some steps, once each, before or after the step itself.
  private final class Failing<Base: Environments>: Environments {
    typealias ActionType = Base.ActionType

    private let base: Base
    private var failures: Set<Int>
    private let isLate: Bool
    private var steps = 0

    init(_ base: Base, at failures: Set<Int>, isLate: Bool) {
      (self.base, self.failures, self.isLate) = (base, failures, isLate)
    }

    var count: Int { base.count }
    var observationSpace: ObservationSpace { base.observationSpace }
    var actionSpace: Base.ActionType.Domain { base.actionSpace }
    var maskWidth: Int { base.maskWidth }

    func reset() throws -> ObservationBatch { try base.reset() }

    func step(
      _ actions: [Base.ActionType], observing observations: inout ObservationBatch
    ) throws -> TransitionBatch<Base.ActionType> {
      steps += 1
      let fails = failures.remove(steps) != nil
      if fails && !isLate { throw Interruption() }
      let transitions = try base.step(actions, observing: &observations)
      if fails { throw Interruption() }
      return transitions
    }
  }

  /// Throws for some episodes, once each.
  private final class Thrower {
    private var episodes: Set<Int>
    private var count = 0

    init(_ episodes: Set<Int>) { self.episodes = episodes }

    func episodeDidEnd() throws {
      count += 1
      if episodes.remove(count) != nil { throw Interruption() }
    }
  }

  /// Runs to the end however often it throws.
  ///
  /// - Returns: How often it threw.
  private func runThrough<E: Environments>(_ trainer: Trainer<E>) throws -> Int {
    var exceptions = 0
    while !trainer.progress.isComplete {
      do {
        try trainer.run()
      } catch is Interruption {
        exceptions += 1
      }
    }
    return exceptions
  }

  /// Lets hooks throw for single episodes: every second one ends when a rollout is full and not yet learnt from.
  private func expectHooks<E: Environments>(_ agent: any Agent<E.ActionType>, in environments: E) throws {
    let thrower = Thrower([2, 3, 4, 8, 11])
    var updates = 0
    let trainer = Trainer(
      agent, in: environments, totalSteps: 320,
      callbacks: [.onEpisode { _, _ in try thrower.episodeDidEnd() }, .onUpdate { _, _ in updates += 1 }],
      random: RandomStream(seed: 3))
    #expect(try runThrough(trainer) == 5)
    #expect(updates > 4)
    _ = try agent.archive(.training)
  }

  /// Stops at an exception where a rollout is full, and resumes with a new agent from an archive.
  private func expectArchive<E: Environments>(_ make: () throws -> (any Agent<E.ActionType>, E)) throws {
    let (agent, environments) = try make()
    let thrower = Thrower([4])
    let trainer = Trainer(
      agent, in: environments, totalSteps: 320, callbacks: [.onEpisode { _, _ in try thrower.episodeDidEnd() }],
      random: RandomStream(seed: 3))
    #expect(throws: Interruption.self) { try trainer.run() }
    let archive = try agent.archive(.training)
    let (copy, others) = try make()
    try copy.restore(.training, from: archive)
    let successor = Trainer(copy, in: others, totalSteps: 320, random: RandomStream(seed: 4))
    #expect(try runThrough(successor) == 0)
    #expect(successor.progress.updates > 4)
  }

  /// Lets environments fail, at the first step of a rollout, within it and at its last one.
  private func expectEnvironments<E: Environments>(_ agent: any Agent<E.ActionType>, in environments: E) throws {
    for isLate in [false, true] {
      let failing = Failing(environments, at: [1, 7, 16, 17, 32, 50], isLate: isLate)
      let trainer = Trainer(agent, in: failing, totalSteps: 320, random: RandomStream(seed: 3))
      #expect(try runThrough(trainer) == 6)
      #expect(trainer.progress.updates > 4)
    }
  }

  @Test(arguments: EveryAgent.all)
  func `training resumes after hooks that throw`(agent: EveryAgent) throws {
    switch agent.kind {
    case .discrete: try expectHooks(agent.make(for: agent.discrete), in: agent.discrete)
    case .choices: try expectHooks(agent.make(for: agent.choices), in: agent.choices)
    case .continuous: try expectHooks(agent.make(for: agent.continuous), in: agent.continuous)
    }
  }

  @Test(arguments: EveryAgent.all)
  func `training resumes from an archive that was made after a hook threw`(agent: EveryAgent) throws {
    switch agent.kind {
    case .discrete: try expectArchive { try (agent.make(for: agent.discrete), agent.discrete) }
    case .choices: try expectArchive { try (agent.make(for: agent.choices), agent.choices) }
    case .continuous: try expectArchive { try (agent.make(for: agent.continuous), agent.continuous) }
    }
  }

  @Test(arguments: EveryAgent.all)
  func `training resumes after environments that throw`(agent: EveryAgent) throws {
    switch agent.kind {
    case .discrete: try expectEnvironments(agent.make(for: agent.discrete), in: agent.discrete)
    case .choices: try expectEnvironments(agent.make(for: agent.choices), in: agent.choices)
    case .continuous: try expectEnvironments(agent.make(for: agent.continuous), in: agent.continuous)
    }
  }
}
