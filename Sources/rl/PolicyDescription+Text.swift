import RLFramework

extension PolicyDescription {
  /// All of it as lines of text, as `rl inspect` prints it.
  var text: String {
    var lines = [
      "agent         \(agent), policy \(kind), written by version \(libraryVersion)",
      "preset        \(labels?.preset ?? "not named")",
      "parameters    \(parameterCount)",
      "observations  \(observations.width) values\(normalizesObservations ? ", normalised by statistics in the file" : "")",
    ]
    for group in observations.groups {
      let names = labels?.features[group.name].map { ": \($0.joined(separator: ", "))" } ?? ""
      lines.append("  \(group.name) \(group.rows) × \(group.columns)\(group.isPadded ? ", padded" : "")\(names)")
    }
    if let labels, !labels.features.isEmpty {
      lines.append(
        "              episode_progress is \(labels.shows("episode_progress") ? "seen" : "not seen")")
    }
    let names = labels.map { $0.actions.isEmpty ? "" : ": \($0.actions.joined(separator: ", "))" } ?? ""
    lines.append("actions       \(actions)\(names)")
    if !attachments.isEmpty { lines.append("also holds    \(attachments.joined(separator: ", "))") }
    return (lines + ["acts by", settings.text]).joined(separator: "\n")
  }
}
