import Persistence
import RLCore

extension Agent {
  /// Numbers that the agent learns, as its policy archive has them.
  ///
  /// Blocks that only learning needs, the critics of an actor, are not among them.
  ///
  /// - Throws: `ArchiveError` if the agent cannot be archived.
  package func parameterCount() throws(ArchiveError) -> Int {
    guard let names = (self as? any FreezableAgent)?.parameterNames else { return 0 }
    let known = Set(names)
    return try archive(.policy).tensors.reduce(0) { known.contains($1.name) ? $0 + $1.values.count : $0 }
  }
}
