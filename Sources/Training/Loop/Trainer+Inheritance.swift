import Persistence
import RLCore
import Randomness

extension Trainer {
  /// What is read of another run's memory.
  private struct Ancestor: Decodable {
    var progress: TrainingProgress
  }

  /// Goes on with what another run has learnt, in new episodes: weights, optimiser, normaliser and experience of its
  /// agent, and how far it is, by which schedules go.
  ///
  /// Episodes under way, draws and callbacks stay those of this run. An unfinished rollout of the other run is dropped
  /// by the agent, as after any reset. Settings of the agent are not in the archive, so that those of this run's agent
  /// hold.
  ///
  /// - Parameter archive: What a run of the same task was archived as for `training`.
  /// - Throws: `ArchiveError` if the archive does not fit. The run must not be used then.
  public func inherit(from archive: TensorArchive) throws(ArchiveError) {
    let ancestor = try archive.decode(Ancestor.self, from: Self.stateKey)
    try agent.restore(.training, from: try archive.section(Self.agentSection))
    progress = progress.continuing(ancestor.progress)
    exploration = random.split("exploration", progress.updates)
    learning = random.split("learning", progress.updates)
    episodes = EpisodeTracker(environments: environments.count)
    observations = nil
  }
}
