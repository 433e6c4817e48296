import Settings
import Tensors

/// Blocks of a parameter buffer that do not learn.
struct FrozenParameters {
  /// Their names in the order of the buffer.
  let names: [String]
  /// Where they lie; neighbours are one range.
  let ranges: [Range<Int>]

  /// Everything learns.
  init() { (names, ranges) = ([], []) }

  /// The blocks of a layout that are meant.
  init(in layout: ParameterLayout, where isFrozen: (String) -> Bool) {
    let entries = layout.entries.filter { isFrozen($0.name) }
    names = entries.map(\.name)
    ranges = entries.reduce(into: []) { ranges, entry in
      let range = entry.slice.offset..<entry.slice.offset + entry.slice.count
      if let last = ranges.last, last.upperBound == range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
  }

  /// Sets their gradients to 0, to be called before the norm is taken.
  ///
  /// With a gradient and moments of 0 an optimiser subtracts 0, which leaves every bit.
  func silence(_ gradients: AlignedBuffer<Float>) {
    for range in ranges { (gradients.pointer + range.lowerBound).update(repeating: 0, count: range.count) }
  }

  /// Whether a prefix stands for a name: all of it, or whole steps of its path.
  static func prefix(_ prefix: String, standsFor name: String) -> Bool {
    name == prefix || (!prefix.isEmpty && name.hasPrefix(prefix + "."))
  }
}

/// A buffer of parameters with what its optimiser remembers: what can be frozen in parts.
protocol ParameterGroup: AnyObject {
  var layout: ParameterLayout { get }
  var parameters: AlignedBuffer<Float> { get }
  /// An older self with the same layout, where there is one.
  var olderSelf: AlignedBuffer<Float>? { get }
  var frozen: FrozenParameters { get set }

  /// Brings what the optimiser remembers of some parameters back to where it began.
  func forgetMoments(of range: Range<Int>)
}

extension ParameterGroup {
  var olderSelf: AlignedBuffer<Float>? { nil }
}

/// All buffers of an agent.
extension [any ParameterGroup] {
  /// Names of all blocks.
  var parameterNames: [String] { flatMap { $0.layout.entries.map(\.name) } }

  /// Names of the blocks that do not learn.
  var frozenNames: [String] { flatMap(\.frozen.names) }

  /// Does what `FreezableAgent` says of `freeze(_:)`.
  func freeze(_ prefixes: [String]) throws(ConfigurationError) {
    let names = parameterNames
    for prefix in prefixes where !names.contains(where: { FrozenParameters.prefix(prefix, standsFor: $0) }) {
      throw ConfigurationError(
        field: "freeze", must: "name parameters, which are \(Self.paths(of: names).joined(separator: ", "))",
        found: prefix.isEmpty ? "nothing" : prefix)
    }
    let isFrozen = { (name: String) in prefixes.contains { FrozenParameters.prefix($0, standsFor: name) } }
    guard !names.allSatisfy(isFrozen) else {
      throw ConfigurationError(
        field: "freeze", must: "leave parameters to learn, of \(Self.paths(of: names).joined(separator: ", "))",
        found: prefixes.joined(separator: ", "))
    }
    for group in self {
      group.frozen = FrozenParameters(in: group.layout, where: isFrozen)
      for range in group.frozen.ranges {
        group.forgetMoments(of: range)
        guard let older = group.olderSelf else { continue }
        (older.pointer + range.lowerBound).update(
          from: group.parameters.pointer + range.lowerBound, count: range.count)
      }
    }
  }

  /// Freezes what an archive says, whose moments and older selves are its own.
  func restoreFrozen(_ names: [String]) {
    for group in self { group.frozen = FrozenParameters(in: group.layout, where: names.contains) }
  }

  /// Names less their last step, each once: `policy.0` for `policy.0.weight` and `policy.0.bias`.
  private static func paths(of names: [String]) -> [String] {
    names.reduce(into: []) { paths, name in
      let path = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
      if !paths.contains(path) { paths.append(path) }
    }
  }
}
