import RLCore
import Settings
import Tensors

/// The first half of every agent's network: an encoder for each group of the observation, and layers that fuse what they
/// give into common features.
///
/// Trunk and heads of the agent's own network read the features in place of the observation. Groups that no encoder
/// names, as a critic's `action`, are passed on as they are.
///
/// ```json
/// {"encoders": [{"group": "opportunities", "encoder": "attention", "embedding": 40, "heads": 4, "outputs": 64},
///               {"group": "executions", "encoder": "pooling", "outputs": 24}],
///  "fusion": [128, 64]}
/// ```
public struct ObservationEncoding: Configuration {
  /// Encoders by group, in any order.
  public var encoders: [GroupEncoder]
  /// Widths of the fusion layers: linear, layer normalisation, ReLU each; may be empty.
  public var fusion: [Int]
  /// Share of the fused features dropped while training, after the first fusion layer.
  public var dropout: Float

  /// An encoding; without fusion and dropout by default.
  public init(encoders: [GroupEncoder], fusion: [Int] = [], dropout: Float = 0) {
    self.encoders = encoders
    self.fusion = fusion
    self.dropout = dropout
  }

  /// Reads a document, in which `fusion` and `dropout` may be left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      encoders: try container.decode([GroupEncoder].self, forKey: .encoders),
      fusion: try container.decodeIfPresent([Int].self, forKey: .fusion) ?? [],
      dropout: try container.decodeIfPresent(Float.self, forKey: .dropout) ?? 0)
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((0..<1).contains(dropout), "network.dropout", must: "be in 0..<1", found: dropout)
    try require(
      dropout == 0 || !fusion.isEmpty, "network.dropout", must: "be 0 without a fusion layer", found: dropout)
    try require(
      fusion.allSatisfy { (1...8192).contains($0) }, "network.fusion", must: "have widths in 1...8192", found: fusion)
    for (index, entry) in encoders.enumerated() {
      let field = "network.encoders.\(entry.group)"
      try require(
        !encoders[..<index].contains { $0.group == entry.group }, field, must: "be there once", found: "a second one")
      do { try entry.encoder.validate() } catch { throw error.within(field) }
    }
  }

  /// Features that come out for an observation.
  public func outputs(for observations: ObservationSpace) -> Int {
    fusion.last ?? observations.groups.reduce(0) { $0 + (encoder(of: $1)?.outputs(for: $1) ?? $1.width) }
  }

  /// Reserves the parameters: `PREFIX.GROUP…` for each encoder, `PREFIX.fusion.I` and `PREFIX.fusion.I.norm`.
  ///
  /// - Parameters:
  ///   - prefix: Comes before all names; `nil` puts nothing before them.
  ///   - observations: What is encoded.
  ///   - layout: Where the parameters go.
  /// - Returns: A network from observations to features.
  /// - Throws: `ConfigurationError` if an encoder names no group or cannot read its group.
  func build(
    _ prefix: String?, for observations: ObservationSpace, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> EncodedObservation {
    try validate()
    let stem = prefix.map { "\($0)." } ?? ""
    for entry in encoders {
      try require(
        observations.groups.contains { $0.name == entry.group }, "network.encoders",
        must: "name groups of the observation (\(observations.groups.map(\.name).joined(separator: ", ")))",
        found: entry.group)
    }
    var parts: [EncodedObservation.Part] = []
    var start = 0
    for group in observations.groups {
      let network = try encoder(of: group)?.build(stem + group.name, for: group, in: &layout)
      parts.append(EncodedObservation.Part(columns: start..<start + group.width, encoder: network))
      start += group.width
    }
    let features = observations.groups.reduce(0) { $0 + (encoder(of: $1)?.outputs(for: $1) ?? $1.width) }
    let widths = [features] + fusion
    let layers = fusion.indices.map { index in
      FusionLayer("\(stem)fusion.\(index)", inputs: widths[index], outputs: widths[index + 1], in: &layout)
    }
    return EncodedObservation(parts: parts, fusion: layers, dropout: dropout)
  }

  /// One line for each group, and for the fusion: `opportunities 10 × 20 → attention → 64`.
  public func summary(for observations: ObservationSpace) -> [String] {
    let groups = observations.groups.map { group in
      let shape = group.summary
      guard let encoder = encoder(of: group) else { return "\(shape), as it is" }
      return "\(shape) → \(encoder.summary(for: group)) → \(encoder.outputs(for: group))"
    }
    return fusion.isEmpty ? groups : groups + ["fusion → \(fusion.map(String.init).joined(separator: " → "))"]
  }

  private func encoder(of group: ObservationSpace.Group) -> (any ObservationEncoder)? {
    encoders.first { $0.group == group.name }?.encoder
  }
}
