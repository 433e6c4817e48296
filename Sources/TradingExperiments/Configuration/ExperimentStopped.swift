/// Someone stopped an experiment of several runs; everything is saved, and it can be resumed.
public struct ExperimentStopped: Error {
  /// A stop.
  public init() {}
}
