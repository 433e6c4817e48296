import RLCore
import Settings
import Tensors

/// An embedding of each row, self-attention among them, the mean over rows that hold data, then a linear layer with ReLU.
public struct AttentionEncoder: ObservationEncoder {
  /// What documents call it.
  public static let name = "attention"

  /// Width of a row's embedding.
  public var embedding: Int
  /// Heads, which divide the embedding.
  public var heads: Int
  /// Features that come out.
  public var outputs: Int

  /// The encoder, with an embedding of 40, 4 heads and 64 features.
  public init() { self.init(embedding: 40, heads: 4, outputs: 64) }

  /// An encoder of the given size.
  public init(embedding: Int, heads: Int, outputs: Int) {
    self.embedding = embedding
    self.heads = heads
    self.outputs = outputs
  }

  /// Requires 1 to 8192 features and heads that divide the embedding.
  public func validate() throws(ConfigurationError) {
    try requireOutputs(outputs)
    try requireOutputs(embedding, "embedding")
    try require(
      heads > 0 && embedding % heads == 0, "heads", must: "divide the embedding of \(embedding)", found: heads)
  }

  /// ``outputs``, whatever the group.
  public func outputs(for group: ObservationSpace.Group) -> Int { outputs }

  /// Reserves `name.embedding`, `name.attention` and `name.output`.
  public func build(
    _ name: String, for group: ObservationSpace.Group, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    AttendedRows(
      group: group,
      embedding: LinearLayer(
        "\(name).embedding", inputs: group.columns, outputs: embedding, activation: .relu,
        initializer: .orthogonalReLU, in: &layout),
      attention: SelfAttentionLayer(
        "\(name).attention", shape: AttentionShape(slots: group.rows, heads: heads, width: embedding),
        initializer: .orthogonal(gain: 1), in: &layout),
      output: LinearLayer(
        "\(name).output", inputs: embedding, outputs: outputs, activation: .relu, initializer: .orthogonalReLU,
        in: &layout))
  }
}

/// See ``AttentionEncoder``.
struct AttendedRows: Network {
  let group: ObservationSpace.Group
  let embedding: LinearLayer
  let attention: SelfAttentionLayer
  let output: LinearLayer

  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(_ block: Variable, on tape: Tape<Scalar>) -> Variable {
    let mask = group.validRows(of: block, on: tape)
    let attended = attention(embedding(group.split(block, on: tape), on: tape), mask: mask, on: tape)
    return output(tape.meanPool(attended, slots: group.rows, mask: mask), on: tape)
  }
}
