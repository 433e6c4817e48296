import Foundation
import Persistence
import Randomness
import Settings

/// The hyper-parameters that led to one policy, from its first step to its last: what a population found, apart from the
/// weights.
///
/// As JSON it can be kept beside a policy and replayed on a fresh agent, with another seed or on other data.
public struct PopulationSchedule: Sendable, Equatable, Codable {
  /// Steps that were taken with the same hyper-parameters.
  public struct Segment: Sendable, Equatable, Codable {
    /// Environment steps after which it ends, from the beginning of training.
    public var endStep: Int
    /// What was trained with.
    public var hyperparameters: HyperparameterValues

    /// A segment from its parts.
    public init(endStep: Int, hyperparameters: HyperparameterValues) {
      self.endStep = endStep
      self.hyperparameters = hyperparameters
    }
  }

  /// One after the other.
  public let segments: [Segment]
  /// Environment steps of the whole training, by which schedules of the agent go.
  public let totalSteps: Int

  /// A schedule from its segments.
  public init(segments: [Segment], totalSteps: Int) {
    self.segments = segments
    self.totalSteps = totalSteps
  }

  /// What led to the best judgement of all.
  ///
  /// - Returns: `nil` if nothing was judged, or every member failed.
  public init?(ofBestIn record: PopulationRecord) {
    guard let best = record.best else { return nil }
    self.init(of: best.member, after: best.generation, in: record)
  }

  /// What led to a member after a generation.
  public init(of member: Int, after generation: Int, in record: PopulationRecord) {
    let line = record.history.ancestry(generation: generation, member: member)
    let segments = line.reduce(into: [Segment]()) { segments, stretch in
      if segments.last?.hyperparameters == stretch.hyperparameters { segments.removeLast() }
      segments.append(Segment(endStep: stretch.steps, hyperparameters: stretch.hyperparameters))
    }
    self.init(segments: segments, totalSteps: record.configuration.stepsPerMember)
  }

  /// Reads a file.
  ///
  /// - Throws: `FileError` if it cannot be understood.
  public init(contentsOf url: URL) throws(FileError) {
    let data = try AtomicFile.read(url)
    do {
      self = try PopulationDirectory.decoder.decode(PopulationSchedule.self, from: data)
    } catch {
      throw .unusable(path: url.path, problem: "is no schedule: \(error)")
    }
    let ends = segments.map(\.endStep)
    guard totalSteps > 0, let first = ends.first, first > 0, zip(ends, ends.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .unusable(path: url.path, problem: "is no schedule: its segments must end one after the other")
    }
  }

  /// Writes a file.
  public func write(to url: URL) throws {
    try AtomicFile.write(try PopulationDirectory.encoder.encode(self) + Data("\n".utf8), to: url)
  }

  /// Trains a fresh agent by the schedule: for each segment the agent is made anew with its hyper-parameters and goes on
  /// exactly where it stood.
  ///
  /// - Parameters:
  ///   - worker: Trains and judges; every segment's end is judged, and each judgement is a trial.
  ///   - random: The source of the agent's draws.
  /// - Returns: What each segment came to.
  /// - Throws: What the worker throws.
  public func replay(with worker: some MemberWorker, random: RandomStream) throws -> [MemberResult] {
    var results: [MemberResult] = []
    for (index, segment) in segments.enumerated() {
      results.append(
        try worker.result(
          of: MemberJob(
            generation: index, member: 0, settings: segment.hyperparameters.settings, endStep: segment.endStep,
            totalSteps: totalSteps, random: random,
            start: results.last.map { .continuing($0.checkpoint) } ?? .fresh)))
    }
    return results
  }
}
