import Settings

extension ReplayConfiguration {
  /// Refuses priorities, for agents that would neither set them nor weigh their losses by them.
  func requireUniformDraws() throws(ConfigurationError) {
    try require(
      prioritized == nil, "replay.prioritized", must: "be null, since this agent draws uniformly", found: "an object")
  }
}
