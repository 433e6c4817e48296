import Persistence
import Settings

/// What a policy file is, for people: read without knowing what kind of action it gives.
public struct PolicyDescription: Sendable, Equatable {
  /// The agent that it was made by.
  public let agent: AgentID
  /// The kind of policy: `actor-critic`.
  public let kind: String
  /// The settings that acting depends on, the network among them.
  public let settings: JSONValue
  /// What is seen.
  public let observations: ObservationSpace
  /// What can be done, in words: `discrete(36)`.
  public let actions: String
  /// Whether the file holds statistics that observations are normalised by.
  public let normalizesObservations: Bool
  /// Names of what it sees and does, if somebody gave some.
  public let labels: PolicyLabels?
  /// Keys of what others keep in the file.
  public let attachments: [String]
  /// The version of this library that wrote it.
  public let libraryVersion: String
  /// How many numbers acting needs.
  public let parameterCount: Int

  /// Reads what a policy's archive says of itself.
  ///
  /// - Throws: `ArchiveError` if it is no policy, or was written before policies described themselves.
  public init(of archive: TensorArchive) throws(ArchiveError) {
    let entry = try PolicyEntry(of: archive)
    agent = AgentID(try archive.text(PolicyEntry.agentKey))
    kind = entry.kind
    settings = entry.settings
    observations = try archive.observationSpace()
    actions = try archive.text(PolicyEntry.actionsKey)
    let statistics = try NormalizationStatistics(ofPolicy: archive)
    normalizesObservations =
      archive.metadata[PolicyEntry.normalizerKey] != nil || statistics?.observations != nil
    labels = try archive.labels()
    attachments = archive.metadata.keys.filter { !PolicyEntry.keys.contains($0) }.sorted()
    libraryVersion = entry.library
    parameterCount = archive.tensors.reduce(0) { $0 + $1.values.count }
  }
}

/// What a policy's archive says of how to act.
struct PolicyEntry: Codable, Equatable {
  /// The version of what is described here; others are refused.
  static let currentFormat = 1

  static let (key, agentKey, contentKey, actionsKey) = ("policy", "agent", "content", "actions")
  static let (observationsKey, normalizerKey, labelsKey) = ("observations", "observationNormalizer", "labels")
  static let keys: Set = [key, agentKey, contentKey, actionsKey, observationsKey, normalizerKey, labelsKey]

  var format = Self.currentFormat
  var kind: String
  var settings: JSONValue
  var actionSpace: JSONValue
  var library = RLFrameworkVersion.current

  init(_ blueprint: some PolicyBlueprint, actions: some ActionSpace) throws(ArchiveError) {
    kind = type(of: blueprint).kind
    settings = blueprint.json
    var carrier = TensorArchive()
    try carrier.encode(actions, as: Self.key)
    actionSpace = try carrier.decode(JSONValue.self, from: Self.key)
  }

  /// - Throws: `ArchiveError` if the archive is of training, of another format or of a time before there was one.
  init(of archive: TensorArchive) throws(ArchiveError) {
    guard archive.metadata[Self.agentKey] != nil else { throw ArchiveError("is no policy: it names no agent") }
    let content = archive.metadata[Self.contentKey] ?? CheckpointContent.policy.rawValue
    guard content == CheckpointContent.policy.rawValue else {
      throw ArchiveError("is a checkpoint for \(content), a policy is needed")
    }
    guard archive.metadata[Self.key] != nil else {
      throw ArchiveError(
        "was written before policies described themselves (it has no entry \(Self.key)); make its agent with the "
          + "settings of its run and restore it there")
    }
    // The format first: what follows may be arranged otherwise in another.
    let format = try archive.decode(Format.self, from: Self.key).format
    guard format == Self.currentFormat else {
      throw ArchiveError("is a policy of format \(format), this version reads \(Self.currentFormat)")
    }
    self = try archive.decode(Self.self, from: Self.key)
  }

  private struct Format: Decodable {
    var format: Int
  }
}

extension TensorArchive {
  /// The observations that an archive is for.
  ///
  /// - Throws: `ArchiveError` if it does not describe some that there can be.
  func observationSpace() throws(ArchiveError) -> ObservationSpace {
    let space = try decode(ObservationSpace.self, from: PolicyEntry.observationsKey)
    do throws(ConfigurationError) {
      try space.validate()
    } catch {
      throw ArchiveError("entry \(PolicyEntry.observationsKey) cannot be used: \(error)")
    }
    return space
  }

  /// The names that somebody gave.
  func labels() throws(ArchiveError) -> PolicyLabels? {
    guard metadata[PolicyEntry.labelsKey] != nil else { return nil }
    return try decode(PolicyLabels.self, from: PolicyEntry.labelsKey)
  }

  /// Names of what a policy sees and does, for its file.
  public mutating func add(_ labels: PolicyLabels) throws(ArchiveError) {
    try encode(labels, as: PolicyEntry.labelsKey)
  }
}
