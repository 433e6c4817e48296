import Persistence
import Randomness

/// What a checkpoint holds: for each environment the stream its episode began with, its age then where it has one, the
/// actions since, and what is seen now, by which a restored environment is checked.
///
/// The actions of an episode are kept until it ends; a task whose episodes never end grows by one stored action a step.
extension VectorEnvironment: ResumableEnvironments {
  private static var startsKey: String { "starts" }
  private static var lengthsKey: String { "lengths" }
  private static var agesKey: String { "ages" }

  /// Everything for `training`, nothing for `policy`.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = TensorArchive()
    guard content == .training else { return archive }
    try archive.encode(streams, as: "streams")
    guard let records else { return archive }
    let width = actionSpace.storageWidth
    try archive.encode(records.map(\.start), as: Self.startsKey)
    try archive.encode(records.map { $0.actions.count / width }, as: Self.lengthsKey)
    // Most environments have no age, and their archives no entry.
    let ages = records.map(\.startAge)
    if ages.contains(where: { $0 != 0 }) { try archive.encode(ages, as: Self.agesKey) }
    let actions = records.flatMap(\.actions)
    archive.add(.init(name: "actions", shape: [actions.count / width, width], values: actions))
    let seen = observe(environments)
    archive.add(.init(name: "observations", shape: [count, observationSpace.width], values: seen.values))
    return archive
  }

  /// Brings every environment to where it stood, by playing its episode again.
  ///
  /// - Throws: `ArchiveError` if the archive is for other environments, and where an environment does not come back
  ///   to what it showed; nothing has changed then.
  /// - Complexity: O(steps of the episodes under way).
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    guard content == .training else { return }
    let streams = try archive.decode([RandomStream].self, from: "streams")
    guard streams.count == count else {
      throw ArchiveError("is for \(streams.count) environments, there are \(count)")
    }
    guard archive.metadata[Self.startsKey] != nil else {
      self.streams = streams
      records = nil
      return
    }
    var restored = environments
    let records = try records(from: archive)
    for index in restored.indices {
      guard records[index].play(in: &restored[index], width: actionSpace.storageWidth) == streams[index] else {
        throw Self.isElsewhere(index)
      }
    }
    let seen = try archive.tensor("observations", shape: [count, observationSpace.width])
    let found = observe(restored).values
    let width = observationSpace.width
    for index in seen.indices where seen[index].bitPattern != found[index].bitPattern {
      throw Self.isElsewhere(index / width)
    }
    environments = restored
    self.streams = streams
    self.records = records
  }

  private func records(from archive: TensorArchive) throws(ArchiveError) -> [EpisodeRecord<E.ActionType>] {
    let starts = try archive.decode([RandomStream].self, from: Self.startsKey)
    let lengths = try archive.decode([Int].self, from: Self.lengthsKey)
    guard starts.count == count, lengths.count == count, lengths.allSatisfy({ (0...Self.longest).contains($0) }) else {
      throw ArchiveError("entries \(Self.startsKey) and \(Self.lengthsKey) must be for \(count) environments")
    }
    let ages =
      archive.metadata[Self.agesKey] == nil
      ? [Int](repeating: 0, count: count) : try archive.decode([Int].self, from: Self.agesKey)
    guard ages.count == count, ages.allSatisfy({ (0...Self.longest).contains($0) }) else {
      throw ArchiveError("entry \(Self.agesKey) must be for \(count) environments")
    }
    let width = actionSpace.storageWidth
    let actions = try archive.tensor("actions", shape: [lengths.reduce(0, +), width])
    var records: [EpisodeRecord<E.ActionType>] = []
    var place = 0
    for index in 0..<count {
      let end = place + lengths[index] * width
      let played = Array(actions[place..<end])
      for row in Swift.stride(from: 0, to: played.count, by: width) {
        guard Self.isReadable(played[row..<row + width]),
          actionSpace.contains(E.ActionType(from: played.span.extracting(row..<row + width)))
        else { throw ArchiveError("holds an action outside \(actionSpace) for environment \(index)") }
      }
      records.append(EpisodeRecord(start: starts[index], startAge: ages[index], actions: played))
      place = end
    }
    return records
  }

  /// More steps than an episode in memory can have had.
  private static var longest: Int { 1 << 40 }

  /// Whether values can be read as an action of any kind; what is not a number has no index.
  private static func isReadable(_ values: ArraySlice<Float>) -> Bool {
    values.allSatisfy { $0.isFinite && abs($0) < 0x1p62 }
  }

  private static func isElsewhere(_ index: Int) -> ArchiveError {
    ArchiveError(
      "environment \(index) does not come back to where it was; its code or data has changed, or it depends on more "
        + "than its reset's stream and its actions")
  }
}
