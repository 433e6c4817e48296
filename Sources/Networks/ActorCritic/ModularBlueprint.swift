import RLCore
import Settings
import Tensors

/// One encoder for each group of the observation, fused into common features: the network of the multi-position plan.
///
/// With the plan's groups: configuration 5→16, portfolio 10→32, executions 5×12→24 with max pooling, opportunities
/// 10×20→40 with 4-head self-attention and mean pooling →64, fusion 136→128→64 with layer normalisation and dropout,
/// policy 64→32→outputs, value 64→32→1. Empty slots are padding, not data: masked out of pooling and attention.
///
/// It is an ``MLPBlueprint`` with an ``ObservationEncoding`` (see ``network``), which the settings of an agent can say
/// too.
public struct ModularBlueprint: ActorCriticBlueprint, Configuration {
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
      GroupEncoder("config", LinearEncoder(outputs: 16)),
      GroupEncoder("portfolio", LinearEncoder(outputs: 32)),
      GroupEncoder("executions", PoolingEncoder(outputs: 24)),
      GroupEncoder("opportunities", AttentionEncoder(embedding: 40, heads: 4, outputs: 64)),
    ],
    fusion: [Int] = [128, 64], dropout: Float = 0.1, head: Int = 32
  ) {
    self.encoders = encoders
    self.fusion = fusion
    self.dropout = dropout
    self.head = head
  }

  /// The same as settings of an agent.
  public var network: MLPBlueprint {
    MLPBlueprint(
      policy: [head], value: [head], activation: .relu,
      encoding: ObservationEncoding(encoders: encoders, fusion: fusion, dropout: dropout))
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((1...8192).contains(head), "network.head", must: "be in 1...8192", found: head)
    try require(!fusion.isEmpty, "network.fusion", must: "have widths in 1...8192", found: fusion)
    try network.validate()
  }

  /// Reserves the parameters and lays out the layers.
  public func build(
    for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any ActorCritic {
    try validate()
    for group in observations.groups where !encoders.contains(where: { $0.group == group.name }) {
      throw ConfigurationError(
        field: "network.encoders", must: "name every group of the observation", found: "nothing for \(group.name)")
    }
    return try network.build(for: observations, policyOutputs: policyOutputs, in: &layout)
  }

  /// See ``network``.
  public var networkSettings: MLPBlueprint? { network }

  /// The width of the policy's hidden layer.
  public func policyFeatures(for observations: ObservationSpace) -> Int? { head }
}
