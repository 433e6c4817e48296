import RLCore
import Settings
import Tensors

/// One encoder for each group of the observation, fused into common features: the network of the multi-position plan.
///
/// With the plan's groups: configuration 5→16, portfolio 10→32, executions 5×12→24 with max pooling, opportunities
/// 10×20→40 with 4-head self-attention and mean pooling →64, fusion 136→128→64 with layer normalisation and dropout,
/// policy 64→32→outputs, value 64→32→1. Empty slots are padding, not data: masked out of pooling and attention.
public struct ModularBlueprint: ActorCriticBlueprint, Configuration {
  /// How a group of the observation becomes features.
  public enum Encoder: Codable, Sendable, Equatable {
    /// A linear layer with ReLU over the whole group.
    case linear(outputs: Int)
    /// A linear layer with ReLU for each row, then the maximum over rows that hold data.
    case maxPool(outputs: Int)
    /// An embedding, self-attention, the mean over rows that hold data, then a linear layer with ReLU.
    case attention(embedding: Int, heads: Int, outputs: Int)

    /// Features that come out.
    public var outputs: Int {
      switch self {
      case .linear(let outputs), .maxPool(let outputs), .attention(_, _, let outputs): outputs
      }
    }
  }

  /// An encoder by the name of its group.
  public struct GroupEncoder: Codable, Sendable, Equatable {
    /// Name of the group in the observation space.
    public var group: String
    /// What encodes it.
    public var encoder: Encoder

    /// Assigns an encoder to a group.
    public init(_ group: String, _ encoder: Encoder) {
      self.group = group
      self.encoder = encoder
    }
  }

  /// One encoder for each group, in any order.
  public var encoders: [GroupEncoder]
  /// Widths of the fusion layers.
  public var fusion: [Int]
  /// Share of the fused features dropped while training, after the first fusion layer.
  public var dropout: Float
  /// Width of the hidden layer of each head.
  public var head: Int

  /// The plan's network by default.
  public init(
    encoders: [GroupEncoder] = [
      GroupEncoder("config", .linear(outputs: 16)),
      GroupEncoder("portfolio", .linear(outputs: 32)),
      GroupEncoder("executions", .maxPool(outputs: 24)),
      GroupEncoder("opportunities", .attention(embedding: 40, heads: 4, outputs: 64)),
    ],
    fusion: [Int] = [128, 64], dropout: Float = 0.1, head: Int = 32
  ) {
    self.encoders = encoders
    self.fusion = fusion
    self.dropout = dropout
    self.head = head
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((0..<1).contains(dropout), "network.dropout", must: "be in 0..<1", found: dropout)
    try require((1...8192).contains(head), "network.head", must: "be in 1...8192", found: head)
    try require(
      !fusion.isEmpty && fusion.allSatisfy { (1...8192).contains($0) }, "network.fusion",
      must: "have widths in 1...8192", found: fusion)
    for entry in encoders {
      let field = "network.encoders.\(entry.group)"
      try require(
        (1...8192).contains(entry.encoder.outputs), field, must: "have 1...8192 outputs", found: entry.encoder.outputs)
      if case .attention(let embedding, let heads, _) = entry.encoder {
        try require(
          heads > 0 && embedding > 0 && embedding % heads == 0, field, must: "have heads that divide the embedding",
          found: "\(heads) and \(embedding)")
      }
    }
  }

  /// Reserves the parameters and lays out the layers.
  public func build(
    for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any ActorCritic {
    try validate()
    var parts: [ModularActorCritic.Part] = []
    var start = 0
    for group in observations.groups {
      guard let encoder = encoders.first(where: { $0.group == group.name })?.encoder else {
        throw ConfigurationError(
          field: "network.encoders", must: "name every group of the observation", found: "nothing for \(group.name)")
      }
      parts.append(ModularActorCritic.Part(group: group, start: start, encoder: encoder, in: &layout))
      start += group.width
    }
    let features = parts.reduce(0) { $0 + $1.outputs }
    var widths = [features] + fusion
    let fusionLayers = fusion.indices.map { index in
      ModularActorCritic.FusionLayer(
        "fusion.\(index)", inputs: widths[index], outputs: widths[index + 1], in: &layout)
    }
    widths.removeFirst(fusion.count)
    return ModularActorCritic(
      parts: parts, fusion: fusionLayers, dropout: dropout,
      policyHead: MLP(
        "policy", inputs: widths[0], hidden: [head], outputs: policyOutputs, activation: .relu, outputGain: 0.01,
        in: &layout),
      valueHead: MLP("value", inputs: widths[0], hidden: [head], outputs: 1, activation: .relu, in: &layout))
  }

  /// The width of the policy's hidden layer.
  public func policyFeatures(for observations: ObservationSpace) -> Int? { head }
}
