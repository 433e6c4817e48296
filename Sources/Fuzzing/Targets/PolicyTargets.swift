import Agents
import Envs
import Persistence
import RLCore
import Randomness
import Settings

/// Policy files, read without an agent.
enum PolicyTargets {
  static func all() throws -> [FuzzTarget] {
    let choices = try VectorEnvironment([CartPole(maximumSteps: 5)], random: RandomStream(seed: 1))
    let forces = try VectorEnvironment([Pendulum(maximumSteps: 5)], random: RandomStream(seed: 2))
    var targets: [FuzzTarget] = []
    for name in ["ppo", "recurrent-ppo", "dqn", "qr-dqn"] { targets.append(try policy(name, in: choices)) }
    for name in ["ppo", "sac", "td3"] { targets.append(try policy(name, in: forces)) }
    return targets
  }

  /// Reads a policy, acts with it, inspects it and writes it again.
  private static func policy<E: Environment>(
    _ name: String, in environments: VectorEnvironment<E>
  ) throws -> FuzzTarget {
    let agent = try Registry.standard.agent(
      AgentID(name), settings: try JSONValue(parsing: CheckpointTargets.settings(of: name)),
      in: AgentContext(environments, random: RandomStream(seed: 3)))
    let kind = E.ActionType.Domain.kind
    return FuzzTarget(
      "policy-\(name)-\(kind)", corpus: [try agent.archive(.policy).serialized()], repair: ArchiveRepair.repaired,
      inside: ArchiveMutator.mutant
    ) { data in
      let archive = try TensorArchive(serialized: data)
      _ = try? PolicyDescription(of: archive)
      let policy = try PolicySnapshot<E.ActionType>(archive, registry: .standard)
      let actor = policy.makeActor()
      var random = RandomStream(seed: 4)
      let observation = [Float](repeating: 0.5, count: policy.spaces.observations.width)
      for mode in [ActingMode.exploit, .sample] {
        let action = try actor.act(on: ObservationBatch(observation), mode: mode, using: &random)[0]
        // Weights of any size may overflow to what is no number, but a choice is always one of those there are.
        guard kind != "discrete" || policy.spaces.actions.contains(action) else { throw Contradiction() }
      }
      _ = try actor.inspect(observation)
      let again = try PolicySnapshot<E.ActionType>(policy.archive(), registry: .standard)
      guard again.parameterCount == policy.parameterCount, again.spaces == policy.spaces else { throw Contradiction() }
    }
  }
}
