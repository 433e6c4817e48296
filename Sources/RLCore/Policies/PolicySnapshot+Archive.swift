import Foundation
import Persistence
import Settings
import Tensors

/// Policy files: `policy.safetensors` describes itself, and is read without the settings of its run.
extension PolicySnapshot {
  /// Everything that acting needs.
  public func archive() throws(ArchiveError) -> TensorArchive {
    var archive = try TensorArchive(of: agent, .policy, policy: blueprint, for: spaces)
    archive.add(parameters, layout: model.layout)
    if let normalizer { try archive.encode(normalizer, as: PolicyEntry.normalizerKey) }
    if let labels { try archive.add(labels) }
    // The statistics of environments are among them, where trainers put them.
    archive.metadata.merge(attachments) { own, _ in own }
    return archive
  }

  /// Writes the file, which appears whole or not at all.
  ///
  /// - Throws: `ArchiveError`, `FileError`.
  public func write(to url: URL) throws { try archive().write(to: url) }

  /// Reads the archive of a policy.
  ///
  /// Nothing is believed before it is checked: shapes and sizes come from the network that the file describes and must
  /// be those of its tensors.
  ///
  /// - Parameters:
  ///   - archive: What ``archive()`` gave, or an agent for `CheckpointContent.policy`.
  ///   - registry: Knows the kinds of policies.
  /// - Throws: `ArchiveError` if it is damaged, of another kind of action, of an unknown kind of policy, of another
  ///   format, or was written before policies described themselves.
  public init(_ archive: TensorArchive, registry: Registry) throws(ArchiveError) {
    let entry = try PolicyEntry(of: archive)
    let observations = try archive.observationSpace()
    let named = try archive.text(PolicyEntry.actionsKey)
    do {
      guard named.hasPrefix("\(ActionType.Domain.kind)(") else {
        throw ConfigurationError(
          field: "its actions", must: "be of the kind \(ActionType.Domain.kind)", found: named)
      }
      let spaces = PolicySpaces<ActionType>(
        observations: observations, actions: try Self.actions(entry.actionSpace))
      let blueprint: any PolicyBlueprint<ActionType> = try registry.policy(entry.kind, settings: entry.settings)
      let model = try blueprint.build(for: spaces)
      let labels = try archive.labels()
      try labels?.validate(for: spaces)
      self.init(
        agent: AgentID(try archive.text(PolicyEntry.agentKey)), spaces: spaces, blueprint: blueprint, model: model,
        parameters: try archive.finiteParameters(model.layout), normalizer: try archive.normalizer(of: observations),
        environmentNormalizer: try archive.environmentNormalizer(of: observations), labels: labels,
        attachments: archive.metadata.filter { !PolicyEntry.keys.contains($0.key) }, libraryVersion: entry.library)
    } catch let error as ArchiveError {
      throw error
    } catch {
      throw ArchiveError("is no policy that can act here: \(error)")
    }
  }

  private static func actions(_ document: JSONValue) throws(ConfigurationError) -> ActionType.Domain {
    var carrier = TensorArchive()
    let space: ActionType.Domain
    do throws(ArchiveError) {
      try carrier.encode(document, as: "actionSpace")
      space = try carrier.decode(ActionType.Domain.self, from: "actionSpace")
    } catch {
      throw ConfigurationError(field: "its action space", must: "be understood", found: "\(document)")
    }
    try space.validate()
    return space
  }
}

extension TensorArchive {
  /// An archive that says whose it is, for which task, and how its policy acts.
  package init<ActionType: Action>(
    of agent: AgentID, _ content: CheckpointContent, policy: any PolicyBlueprint<ActionType>,
    for spaces: PolicySpaces<ActionType>
  ) throws(ArchiveError) {
    self.init()
    metadata[PolicyEntry.agentKey] = agent.name
    metadata[PolicyEntry.contentKey] = content.rawValue
    metadata[PolicyEntry.actionsKey] = spaces.actions.description
    try encode(spaces.observations, as: PolicyEntry.observationsKey)
    try encode(try PolicyEntry(policy, actions: spaces.actions), as: PolicyEntry.key)
  }

  /// Refuses the archive of another agent, of another task, or of a policy that acts in another way.
  ///
  /// An archive of an earlier version does not say how its policy acts; its shapes then have to tell.
  package func require<ActionType: Action>(
    _ agent: AgentID, policy: any PolicyBlueprint<ActionType>, for spaces: PolicySpaces<ActionType>
  ) throws(ArchiveError) {
    let found = try text(PolicyEntry.agentKey)
    guard found == agent.name else { throw ArchiveError("is a checkpoint of agent \(found), \(agent) is needed") }
    let space = try decode(ObservationSpace.self, from: PolicyEntry.observationsKey)
    guard space == spaces.observations else {
      throw ArchiveError(
        "is for observations of \(space.width) values (\(space.groups.map(\.name).joined(separator: ", "))), "
          + "\(spaces.observations.width) are needed; it may be of another preset")
    }
    let domain = try text(PolicyEntry.actionsKey)
    guard domain == spaces.actions.description else {
      throw ArchiveError("is for \(domain) actions, \(spaces.actions) are needed")
    }
    guard metadata[PolicyEntry.key] != nil else { return }
    let entry = try decode(PolicyEntry.self, from: PolicyEntry.key)
    guard entry.format == PolicyEntry.currentFormat else {
      throw ArchiveError("is of policy format \(entry.format), this version reads \(PolicyEntry.currentFormat)")
    }
    try Self.requireEqual(entry, policy)
  }

  private static func requireEqual<Blueprint: PolicyBlueprint>(
    _ entry: PolicyEntry, _ policy: Blueprint
  ) throws(ArchiveError) {
    guard entry.kind == Blueprint.kind else {
      throw ArchiveError("is a policy of the kind \(entry.kind), \(Blueprint.kind) is needed")
    }
    let stored: JSONValue
    do throws(ConfigurationError) {
      stored = try Blueprint().applying(entry.settings).learnt
    } catch {
      throw ArchiveError("describes a policy that cannot be made: \(error)")
    }
    guard let difference = stored.firstDifference(from: policy.learnt) else { return }
    throw ArchiveError(
      "is of a policy whose \(difference.path) is \(difference.found), \(difference.needed) is needed")
  }

  /// Adds every block of a parameter buffer under its name.
  fileprivate mutating func add(_ parameters: [Float], layout: ParameterLayout) {
    for entry in layout.entries {
      let (start, count) = (entry.slice.offset, entry.slice.count)
      add(
        Tensor(
          name: entry.name, shape: [entry.slice.rows, entry.slice.columns],
          values: Array(parameters[start..<start + count])))
    }
  }

  /// Every block of a layout; a policy of numbers that are not finite would do anything.
  fileprivate func finiteParameters(_ layout: ParameterLayout) throws(ArchiveError) -> [Float] {
    let values = try parameters(layout)
    guard let place = values.firstIndex(where: { !$0.isFinite }) else { return values }
    let name = layout.entries.last { $0.slice.offset <= place }?.name ?? "parameters"
    throw ArchiveError("tensor \(name) must be finite, has \(values[place])")
  }

  /// What the agent normalises observations by.
  fileprivate func normalizer(of space: ObservationSpace) throws(ArchiveError) -> ObservationNormalizer? {
    guard metadata[PolicyEntry.normalizerKey] != nil else { return nil }
    return try Self.checked(decode(ObservationNormalizer.self, from: PolicyEntry.normalizerKey), for: space)
  }

  /// What the environments of training normalised observations by.
  fileprivate func environmentNormalizer(of space: ObservationSpace) throws(ArchiveError) -> ObservationNormalizer? {
    guard let found = try NormalizationStatistics(ofPolicy: self)?.observations else { return nil }
    return try Self.checked(found, for: space)
  }

  private static func checked(
    _ normalizer: ObservationNormalizer, for space: ObservationSpace
  ) throws(ArchiveError) -> ObservationNormalizer {
    let statistics = normalizer.statistics
    guard normalizer.space == space, statistics.dimensions == space.width, normalizer.limit > 0,
      statistics.mean.allSatisfy(\.isFinite), statistics.variance.allSatisfy({ $0.isFinite && $0 >= 0 })
    else { throw ArchiveError("has a normaliser that is not of finite statistics of \(space.width) values") }
    return normalizer
  }
}

extension JSONValue {
  /// The first place in which two documents differ, by sorted keys; `nil` if they are equal.
  fileprivate func firstDifference(
    from needed: JSONValue, at path: [String] = []
  ) -> (path: String, found: JSONValue, needed: JSONValue)? {
    if self == needed { return nil }
    switch (self, needed) {
    case (.object(let left), .object(let right)):
      for key in Set(left.keys).union(right.keys).sorted() {
        let (one, other) = (left[key] ?? .null, right[key] ?? .null)
        if let found = one.firstDifference(from: other, at: path + [key]) { return found }
      }
      return nil
    default: return (path.joined(separator: "."), self, needed)
    }
  }
}
