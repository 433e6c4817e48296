import Agents
import Foundation
import Persistence
import RLCore
import RLTesting
import Randomness
import Tensors
import Testing
import Training

@Suite("Policy snapshots")
struct SnapshotTests {
  private struct SameBits: SnapshotTest {
    func check<Source: SnapshotSource>(_ agent: Source, on observations: [ObservationBatch]) throws {
      let snapshot = agent.snapshot()
      let archive = try agent.archive(.policy)
      #expect(try snapshot.archive() == archive, "an agent's policy archive is that of its snapshot")
      let read = try PolicySnapshot<Source.ActionType>(
        TensorArchive(serialized: archive.serialized()), registry: .standard)
      #expect(try read.archive() == archive, "what was read writes what was read")
      #expect(read.agent == snapshot.agent && read.spaces == agent.spaces)
      for mode in [ActingMode.exploit, .sample] {
        let expected = try agent.play(observations, mode)
        #expect(try snapshot.makeActor().play(observations, mode) == expected, "\(mode)")
        #expect(try read.makeActor().play(observations, mode) == expected, "\(mode) from a file")
      }
    }
  }

  @Test(arguments: SnapshotCase.allCases)
  func `a snapshot acts with the bits of its agent, drawn or not, also from its file`(_ agent: SnapshotCase) throws {
    try agent.check(SameBits())
  }

  private struct TwoTasks: SnapshotTest {
    func check<Source: SnapshotSource>(_ agent: Source, on observations: [ObservationBatch]) throws {
      let snapshot = agent.snapshot()
      let expected = try agent.play(observations, .sample)
      let found = try concurrentMap(8, threads: 2) { _ in
        try (0..<5).map { _ in try snapshot.makeActor().play(observations, .sample) }
      }
      #expect(found.allSatisfy { $0.allSatisfy { $0 == expected } })
    }
  }

  @Test(arguments: SnapshotCase.allCases)
  func `several threads act with one snapshot at once`(_ agent: SnapshotCase) throws {
    try agent.check(TwoTasks())
  }

  @Test func `later learning does not change a snapshot`() throws {
    var training = try StoppableTraining<PPORecipe, SometimesCut<IdentityEnvironment>>(
      SmallSettings.ppo, steps: 100, in: SmallSettings.choices)
    try training.run(14)
    let agent = try #require(training.agent as? PPO<DiscreteAction>)
    let snapshot = agent.snapshot()
    let archive = try snapshot.archive()
    try training.run(14)
    #expect(try snapshot.archive() == archive)
    #expect(try agent.archive(.policy) != archive)
  }

  @Test func `saving and reading take one line each, and a snapshot refuses to explore`() throws {
    let agent = try PPO<DiscreteAction>(
      observationSpace: ObservationSpace(width: 3), actionSpace: DiscreteAction.Domain(count: 2), masksActions: false,
      random: RandomStream(seed: 1))
    let file = FileManager.default.temporaryDirectory.appending(path: "snapshot-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    let labels = PolicyLabels(
      preset: "tiny", actions: ["left", "right"], features: ["observation": ["a", "b", "episode_progress"]])
    try agent.save(to: file, labels: labels)
    let policy = try PolicySnapshot<DiscreteAction>(contentsOf: file)
    #expect(policy.labels == labels && labels.shows("episode_progress") && !labels.shows("c"))
    #expect(policy.parameterCount == agent.layout.count && policy.libraryVersion == RLFrameworkVersion.current)
    var random = RandomStream(seed: 1)
    let error = #expect(throws: PolicyError.self) {
      try policy.makeActor().act(on: ObservationBatch([0, 0, 0]), mode: .explore, using: &random)
    }
    #expect(error?.description == "mode must be exploit or sample, since a snapshot does not learn, was explore")
    let description = try PolicyDescription(of: TensorArchive.read(file))
    #expect(description.agent == "ppo" && description.kind == "actor-critic" && description.actions == "discrete(2)")
    #expect(description.parameterCount == policy.parameterCount && !description.normalizesObservations)
  }

  @Test func `a snapshot with statistics of environments acts on observations as they are`() throws {
    let environments = try NormalizedEnvironments(
      VectorEnvironment([TargetEnvironment(length: 4)], random: RandomStream(seed: 3)), discount: 0.9)
    let agent = try PPO<ContinuousAction>(
      PPOConfiguration(rolloutSteps: 16, batchSize: 8, epochs: 1), for: environments, random: RandomStream(seed: 1))
    let trainer = Trainer(agent, in: environments, totalSteps: 64, random: RandomStream(seed: 2))
    try trainer.run()
    let policy = try PolicySnapshot<ContinuousAction>(trainer.archive(.policy), registry: .standard)
    let normalizer = try #require(policy.environmentNormalizer)
    var random = RandomStream(seed: 4)
    for value in [Float(-0.7), 0.1, 0.9] {
      var seen: [Float] = [value]
      normalizer.normalize(&seen)
      #expect(seen != [value])
      #expect(
        try policy.makeActor().act(on: ObservationBatch([value]), mode: .exploit, using: &random)
          == agent.act(on: ObservationBatch(seen), mode: .exploit, using: &random))
    }
    #expect(try policy.archive() == trainer.archive(.policy))
  }
}
