import RLFramework

/// What a checkpoint holds: the weights to act; to resume training also the optimiser and every episode not yet learnt.
extension Reinforce {
  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .training else { return try snapshot().archive() }
    var archive = TensorArchive()
    archive.metadata["agent"] = ReinforceRecipe.id.name
    learner.add(content, to: &archive)
    try archive.addFrozen(of: learners)
    try archive.encode(open, as: "open")
    try archive.encode(ended, as: "ended")
    return archive
  }

  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    let agent = try archive.text("agent")
    guard agent == ReinforceRecipe.id.name else { throw ArchiveError("is a checkpoint of agent \(agent)") }
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let state = try learner.state(content, from: archive)
    if content == .training {
      let frozen = try archive.frozenNames(of: learners)
      let open = try archive.decode([Episode].self, from: "open")
      let ended = try archive.decode([Episode].self, from: "ended")
      learners.restoreFrozen(frozen)
      (self.open, self.ended) = (open, ended)
    }
    learner.restore(state)
  }
}
