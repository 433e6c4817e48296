import Settings

/// Names for people of what a policy sees and does: they are in its file and change nothing of how it acts.
public struct PolicyLabels: Codable, Sendable, Equatable {
  /// The arrangement of the task that it was trained in: `full`.
  public var preset: String?
  /// The name of every choice, in the order of the mask; of continuous actions, of every dimension; empty if unnamed.
  public var actions: [String]
  /// Names of the columns of each group of the observation; groups may be left out.
  public var features: [String: [String]]

  /// Names of a task.
  public init(preset: String? = nil, actions: [String] = [], features: [String: [String]] = [:]) {
    self.preset = preset
    self.actions = actions
    self.features = features
  }

  /// Whether a column of an observation has this name: `labels.shows("episode_progress")`.
  public func shows(_ feature: String) -> Bool { features.values.contains { $0.contains(feature) } }

  /// Requires as many names as there is to name, and no group that does not exist.
  public func validate<A>(for spaces: PolicySpaces<A>) throws(ConfigurationError) {
    let choices = spaces.actions.maskWidth > 0 ? spaces.actions.maskWidth : spaces.actions.storageWidth
    try require(
      actions.isEmpty || actions.count == choices, "labels.actions", must: "be \(choices) names or none",
      found: actions.count)
    for (name, columns) in features.sorted(by: { $0.key < $1.key }) {
      guard let group = spaces.observations.groups.first(where: { $0.name == name }) else {
        throw ConfigurationError(
          field: "labels.features",
          must: "name groups of the observation (\(spaces.observations.groups.map(\.name).joined(separator: ", ")))",
          found: name)
      }
      try require(
        columns.count == group.columns, "labels.features.\(name)", must: "be \(group.columns) names",
        found: columns.count)
    }
  }
}
