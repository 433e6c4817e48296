import Persistence
import RLCore

/// What the checkpoints of all agents have in common.
extension TensorArchive {
  /// An archive that says whose it is and for which task.
  init<Space: ActionSpace>(
    of agent: AgentID, _ content: CheckpointContent, observations: ObservationSpace, actions: Space
  ) throws(ArchiveError) {
    self.init()
    metadata["agent"] = agent.name
    metadata["content"] = content.rawValue
    metadata["actions"] = actions.description
    try encode(observations, as: "observations")
  }

  /// Refuses the archive of another agent or of another task.
  func requireTask<Space: ActionSpace>(
    of agent: AgentID, observations: ObservationSpace, actions: Space
  ) throws(ArchiveError) {
    let found = try text("agent")
    guard found == agent.name else { throw ArchiveError("is a checkpoint of agent \(found), \(agent) is needed") }
    let space = try decode(ObservationSpace.self, from: "observations")
    guard space == observations else {
      throw ArchiveError(
        "is for observations of \(space.width) values (\(space.groups.map(\.name).joined(separator: ", "))), "
          + "\(observations.width) are needed; it may be of another preset")
    }
    let domain = try text("actions")
    guard domain == actions.description else {
      throw ArchiveError("is for \(domain) actions, \(actions) are needed")
    }
  }
}
