import Agents
import Envs
import Foundation
import Persistence
import RLCore
import Randomness
import Settings

/// Archives, and every agent that takes them over.
enum CheckpointTargets {
  static func all() throws -> [FuzzTarget] {
    let discrete = ["ppo", "a2c", "recurrent-ppo", "dqn", "qr-dqn"]
    let continuous = ["ppo", "sac", "td3", "ddpg"]
    var targets = [try archive()]
    for name in discrete {
      let environments = try VectorEnvironment(
        [CartPole(maximumSteps: 5), CartPole(maximumSteps: 7)], random: RandomStream(seed: 1))
      targets.append(try agent(name, kind: "discrete", in: environments))
    }
    for name in continuous {
      let environments = try VectorEnvironment(
        [Pendulum(maximumSteps: 5), Pendulum(maximumSteps: 7)], random: RandomStream(seed: 2))
      targets.append(try agent(name, kind: "continuous", in: environments))
    }
    return targets
  }

  /// The archive itself, and values and text in it.
  private static func archive() throws -> FuzzTarget {
    var archive = TensorArchive()
    archive.add(.init(name: "policy.0.weight", shape: [3, 4], values: (0..<12).map(Float.init)))
    archive.add(.init(name: "empty", shape: [0, 5], values: []))
    archive.add(.init(name: "policy.0.bias", shape: [4], values: [0, -1, .infinity, .nan]))
    archive.metadata["note"] = "slash / quote \" é"
    try archive.encode(TrainingProgress(totalSteps: 1000), as: "progress")
    try archive.encode(ObservationSpace(width: 4), as: "observations")
    let corpus = [try TensorArchive().serialized(), try archive.serialized()]
    return FuzzTarget("archive", corpus: corpus, repair: ArchiveRepair.repaired) { data in
      let archive = try TensorArchive(serialized: data)
      let again = try TensorArchive(serialized: archive.serialized())
      guard again.metadata == archive.metadata, again.tensors.map(\.name) == archive.tensors.map(\.name) else {
        throw Contradiction()
      }
      _ = try archive.tensor("policy.0.weight", shape: [3, 4])
      _ = try archive.decode(TrainingProgress.self, from: "progress")
      _ = try archive.decode(ObservationSpace.self, from: "observations")
    }
  }

  /// Restores an agent, acts and learns with what was restored, and archives it.
  private static func agent<E: Environment>(
    _ name: String, kind: String, in environments: VectorEnvironment<E>
  ) throws -> FuzzTarget {
    let settings = try JSONValue(parsing: Self.settings(of: name))
    let agent = try Registry.standard.agent(
      AgentID(name), settings: settings, in: AgentContext(environments, random: RandomStream(seed: 3)))
    let policy = try agent.archive(.policy).serialized()
    try play(agent, in: environments, steps: 30)
    let early = try agent.archive(.training).serialized()
    try play(agent, in: environments, steps: 40)
    let late = try agent.archive(.training).serialized()
    return FuzzTarget(
      "\(name)-\(kind)", corpus: [policy, early, late], repair: ArchiveRepair.repaired, inside: ArchiveMutator.mutant
    ) { data in
      let archive = try TensorArchive(serialized: data)
      for content in [CheckpointContent.policy, .training] {
        try agent.restore(content, from: archive)
        // What was taken over has to be good for going on.
        try play(agent, in: environments, steps: 3)
        _ = try agent.archive(content).serialized()
      }
    }
  }

  static func settings(of name: String) -> String {
    let layers = "{\"hidden\": [3]}"
    let replay = "{\"capacity\": 40, \"prioritized\": {}}"
    let cadence = "{\"learningStarts\": 8}"
    switch name {
    case "ppo":
      return "{\"rolloutSteps\": 4, \"batchSize\": 4, \"epochs\": 1, \"normalizesObservations\": true, "
        + "\"network\": {\"policy\": [3], \"value\": [3]}}"
    case "recurrent-ppo": return "{\"rolloutSteps\": 4, \"network\": {\"width\": 3, \"policy\": [], \"value\": []}}"
    case "a2c": return "{\"rolloutSteps\": 4, \"network\": {\"policy\": [3], \"value\": [3]}}"
    case "dqn", "qr-dqn":
      return "{\"batchSize\": 4, \"replay\": \(replay), \"cadence\": \(cadence), \"network\": \(layers)}"
    default:
      return "{\"batchSize\": 4, \"replay\": {\"capacity\": 40}, \"cadence\": \(cadence), \"actor\": \(layers), "
        + "\"critic\": \(layers)}"
    }
  }

  /// Acts, records and learns; numbers that grow beyond bounds end it, as they end a run.
  private static func play<A: Agent, E: Environment>(
    _ agent: A, in environments: VectorEnvironment<E>, steps: Int
  ) throws where A.ActionType == E.ActionType {
    var (exploration, learning) = (RandomStream(seed: 4), RandomStream(seed: 5))
    var observations = environments.reset()
    var progress = TrainingProgress(totalSteps: 1 << 20)
    for _ in 0..<steps {
      let actions: [E.ActionType]
      do {
        actions = try agent.act(on: observations, mode: .explore, using: &exploration)
      } catch PolicyError.notFinite {
        return
      }
      let transitions = environments.step(actions, observing: &observations)
      agent.record(transitions, next: observations)
      progress.advance(by: environments.count)
      do {
        _ = try agent.learn(progress: progress, using: &learning)
      } catch {
        return
      }
    }
  }
}

/// A reader that took something else from a file than it wrote back.
struct Contradiction: Error {}
