import Foundation
import Persistence
import Randomness
import Settings

/// What a kept result is the result of, by which a resumed run knows it again.
///
/// A parent is named, not compared: the checkpoints that a generation begins with belong to the record.
struct JobIdentity: Codable, Equatable {
  var generation: Int
  var member: Int
  /// As text: numbers that are equal as values may not be as JSON.
  var settings: String
  var endStep: Int
  var totalSteps: Int
  var random: RandomStream
  var event: PopulationEvent
  var parent: Int?

  init(_ job: MemberJob, _ assignment: Assignment) {
    generation = job.generation
    member = job.member
    settings = job.settings.text
    endStep = job.endStep
    totalSteps = job.totalSteps
    random = job.random
    event = assignment.event
    parent = assignment.parent
  }
}

extension PopulationDirectory {
  private static let jobKey = "job"

  /// Keeps a result as soon as it is there.
  func keep(_ result: MemberResult, of job: JobIdentity) throws {
    var result = result
    // Clocks differ, files must not.
    result.seconds = 0
    var archive = try result.archive()
    try archive.encode(job, as: Self.jobKey)
    try write(try archive.serialized(), to: checkpoint(of: job.member, generation: job.generation))
  }

  /// A result that was kept before the run was stopped; `nil` if there is none, or one of another job.
  func keptResult(of job: JobIdentity) -> MemberResult? {
    let url = checkpoint(of: job.member, generation: job.generation)
    guard let archive = try? TensorArchive.read(url), (try? archive.decode(JobIdentity.self, from: Self.jobKey)) == job
    else { return nil }
    return try? MemberResult(archive)
  }

  /// A member after a generation that is done.
  ///
  /// - Throws: `FileError` if the file is gone or damaged.
  func result(of member: Int, generation: Int) throws(FileError) -> MemberResult {
    let url = checkpoint(of: member, generation: generation)
    let archive = try TensorArchive.read(url)
    do throws(ArchiveError) {
      let result = try MemberResult(archive)
      guard result.member == member, result.generation == generation else {
        throw ArchiveError("is of member \(result.member) after generation \(result.generation)")
      }
      return result
    } catch {
      throw .unusable(path: url.path, problem: error.problem)
    }
  }

  /// Removes checkpoints of all other generations, and what writers that were killed left behind.
  func prune(keeping generations: ClosedRange<Int>) throws {
    try AtomicFile.removeLeftovers(in: url)
    for name in try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() {
      guard let generation = Self.generation(ofCheckpoint: name), !generations.contains(generation) else { continue }
      try gate?(name)
      try? FileManager.default.removeItem(at: url.appendingPathComponent(name))
    }
  }

  private static func generation(ofCheckpoint name: String) -> Int? {
    guard name.hasPrefix("agent_"), name.hasSuffix(".safetensors"), let mark = name.range(of: "_checkpoint-") else {
      return nil
    }
    return Int(name[mark.upperBound...].dropLast(".safetensors".count))
  }

  func write(_ data: Data, to file: URL) throws {
    try gate?(file.lastPathComponent)
    try AtomicFile.write(data, to: file)
  }
}
