import Persistence
import RLCore
import Randomness
import Settings
import Training

/// How jobs and results travel and are kept: flat tensors with a short header, the layout of every checkpoint.
extension MemberJob {
  private static var key: String { "job" }
  private static var section: String { "checkpoint" }

  private struct Header: Codable {
    var generation: Int
    var member: Int
    var settings: JSONValue
    var endStep: Int
    var totalSteps: Int
    var random: RandomStream
    var inherits: Bool
  }

  /// The job as one archive.
  public func archive() throws(ArchiveError) -> TensorArchive {
    var archive = TensorArchive()
    var inherits = false
    switch start {
    case .fresh: break
    case .continuing(let checkpoint): archive.add(checkpoint, section: Self.section)
    case .inheriting(let checkpoint):
      archive.add(checkpoint, section: Self.section)
      inherits = true
    }
    try archive.encode(
      Header(
        generation: generation, member: member, settings: settings, endStep: endStep, totalSteps: totalSteps,
        random: random, inherits: inherits),
      as: Self.key)
    return archive
  }

  /// Reads what ``archive()`` gave.
  public init(_ archive: TensorArchive) throws(ArchiveError) {
    let header = try archive.decode(Header.self, from: Self.key)
    var start = Start.fresh
    if archive.hasSection(Self.section) {
      let checkpoint = try archive.section(Self.section)
      start = header.inherits ? .inheriting(checkpoint) : .continuing(checkpoint)
    }
    self.init(
      generation: header.generation, member: header.member, settings: header.settings, endStep: header.endStep,
      totalSteps: header.totalSteps, random: header.random, start: start)
  }
}

extension MemberResult {
  private static var key: String { "result" }
  private static var section: String { "checkpoint" }

  private struct Header: Codable {
    var generation: Int
    var member: Int
    /// The bits of the fitness, which may be infinite, as the returns may be.
    var fitness: UInt64
    var figures: [Figure]
    var returns: [UInt64]
    var seconds: Double
  }

  /// The result as one archive.
  public func archive() throws(ArchiveError) -> TensorArchive {
    var archive = TensorArchive()
    archive.add(checkpoint, section: Self.section)
    try archive.encode(
      Header(
        generation: generation, member: member, fitness: judgement.fitness.bitPattern, figures: judgement.figures,
        returns: judgement.returns.map(\.bitPattern), seconds: seconds),
      as: Self.key)
    return archive
  }

  /// Reads what ``archive()`` gave.
  public init(_ archive: TensorArchive) throws(ArchiveError) {
    let header = try archive.decode(Header.self, from: Self.key)
    self.init(
      generation: header.generation, member: header.member, checkpoint: try archive.section(Self.section),
      judgement: Judgement(
        fitness: Double(bitPattern: header.fitness), figures: header.figures,
        returns: header.returns.map(Double.init(bitPattern:))),
      seconds: header.seconds)
  }
}
