import Settings
import Tensors

/// All learners of an agent, as freezing sees them.
extension [Learner] {
  /// Names of all blocks.
  public var parameterNames: [String] { flatMap { $0.layout.entries.map(\.name) } }

  /// Names of the blocks that do not learn.
  public var frozenNames: [String] { flatMap(\.frozen.names) }

  /// Does what ``FreezableAgent`` says of `freeze(_:)`.
  ///
  /// - Throws: `ConfigurationError` if a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) {
    let names = parameterNames
    for prefix in prefixes where !names.contains(where: { Self.prefix(prefix, standsFor: $0) }) {
      throw ConfigurationError(
        field: "freeze", must: "name parameters, which are \(Self.paths(of: names).joined(separator: ", "))",
        found: prefix.isEmpty ? "nothing" : prefix)
    }
    let isFrozen = { (name: String) in prefixes.contains { Self.prefix($0, standsFor: name) } }
    guard !names.allSatisfy(isFrozen) else {
      throw ConfigurationError(
        field: "freeze", must: "leave parameters to learn, of \(Self.paths(of: names).joined(separator: ", "))",
        found: prefixes.joined(separator: ", "))
    }
    for learner in self { learner.freeze(where: isFrozen) }
  }

  /// Freezes what an archive says, whose moments and targets are its own.
  public func restoreFrozen(_ names: [String]) {
    for learner in self { learner.restoreFrozen(where: names.contains) }
  }

  /// Whether a prefix stands for a name: all of it, or whole steps of its path.
  private static func prefix(_ prefix: String, standsFor name: String) -> Bool {
    name == prefix || (!prefix.isEmpty && name.hasPrefix(prefix + "."))
  }

  /// Names less their last step, each once: `policy.0` for `policy.0.weight` and `policy.0.bias`.
  private static func paths(of names: [String]) -> [String] {
    names.reduce(into: []) { paths, name in
      let path = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
      if !paths.contains(path) { paths.append(path) }
    }
  }
}
