import RLCore
import Settings
import Tensors

/// A transformer over the rows of a group, oldest first, in which no row sees a later one; what it makes of the last row
/// is the result (Vaswani and others, "Attention Is All You Need", 2017, with normalisation before each part as in Xiong
/// and others, 2020).
///
/// Positions are learnt, one vector for each row of the window. Rows of padding are not seen; if the last row is one, the
/// result is that of the row alone.
public struct TransformerEncoder: ObservationEncoder {
  /// What documents call it.
  public static let name = "transformer"

  /// Width of a row's embedding, and features that come out.
  public var width: Int
  /// Heads, which divide the width.
  public var heads: Int
  /// Layers of attention and a perceptron of twice the width.
  public var layers: Int

  /// The encoder, with a width of 32, 4 heads and 2 layers.
  public init() { self.init(width: 32) }

  /// An encoder of the given size.
  public init(width: Int, heads: Int = 4, layers: Int = 2) {
    self.width = width
    self.heads = heads
    self.layers = layers
  }

  /// Requires heads that divide a width in 1...8192, and 1 to 16 layers.
  public func validate() throws(ConfigurationError) {
    try requireOutputs(width, "width")
    try require(
      heads > 0 && width % heads == 0, "heads", must: "divide the width of \(width)", found: heads)
    try require((1...16).contains(layers), "layers", must: "be in 1...16", found: layers)
  }

  /// ``width``, whatever the group.
  public func outputs(for group: ObservationSpace.Group) -> Int { width }

  /// Reserves `name.embedding`, `name.positions`, the parts of each layer and `name.norm`.
  public func build(
    _ name: String, for group: ObservationSpace.Group, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    let start = Initializer.orthogonal(gain: 1)
    let embedding = LinearLayer(
      "\(name).embedding", inputs: group.columns, outputs: width, initializer: start, in: &layout)
    let positions = layout.reserve(
      "\(name).positions", rows: group.rows, columns: width, initializer: .uniform(bound: 0.02))
    let shape = AttentionShape(slots: group.rows, heads: heads, width: width)
    let blocks = (0..<layers).map { layer in
      let stem = "\(name).\(layer)"
      return TransformedRows.Block(
        attentionNorm: LayerNormLayer("\(stem).attention.norm", columns: width, in: &layout),
        projection: LinearLayer(
          "\(stem).attention.projection", inputs: width, outputs: 3 * width, initializer: start,
          in: &layout),
        output: LinearLayer(
          "\(stem).attention.output", inputs: width, outputs: width, initializer: start, in: &layout
        ),
        perceptronNorm: LayerNormLayer("\(stem).perceptron.norm", columns: width, in: &layout),
        hidden: LinearLayer(
          "\(stem).perceptron.0", inputs: width, outputs: 2 * width, activation: .relu,
          initializer: .orthogonalReLU,
          in: &layout),
        last: LinearLayer(
          "\(stem).perceptron.1", inputs: 2 * width, outputs: width, initializer: start, in: &layout
        ))
    }
    return TransformedRows(
      group: group, shape: shape, embedding: embedding, positions: positions, blocks: blocks,
      norm: LayerNormLayer("\(name).norm", columns: width, in: &layout))
  }
}

/// See ``TransformerEncoder``.
struct TransformedRows: Network {
  /// Attention, then a perceptron, each normalised before and added to what it reads.
  struct Block: Sendable {
    let attentionNorm: LayerNormLayer
    let projection: LinearLayer
    let output: LinearLayer
    let perceptronNorm: LayerNormLayer
    let hidden: LinearLayer
    let last: LinearLayer
  }

  let group: ObservationSpace.Group
  let shape: AttentionShape
  let embedding: LinearLayer
  let positions: ParameterSlice
  let blocks: [Block]
  let norm: LayerNormLayer

  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(_ block: Variable, on tape: Tape<Scalar>) -> Variable {
    let (samples, steps) = (block.rows, group.rows)
    let mask = group.validRows(of: block, on: tape)
    let places = tape.selectRows(
      tape.parameter(positions), (0..<samples * steps).map { Int32($0 % steps) })
    var x = tape.add(embedding(group.split(block, on: tape), on: tape), places)
    for block in blocks {
      let qkv = block.projection(block.attentionNorm(x, on: tape), on: tape)
      x = tape.add(x, block.output(tape.causalAttention(qkv, shape: shape, mask: mask), on: tape))
      x = tape.add(
        x, block.last(block.hidden(block.perceptronNorm(x, on: tape), on: tape), on: tape))
    }
    return norm(tape.selectRows(x, (0..<samples).map { Int32($0 * steps + steps - 1) }), on: tape)
  }
}
