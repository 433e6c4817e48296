import RLCore
import Tensors

extension ModularActorCritic {
  /// The encoder of one group, with the place of the group in the observation.
  struct Part: Sendable {
    enum Kind: Sendable {
      case linear
      case maxPool
      case attention(SelfAttentionLayer, LinearLayer)
    }

    let group: ObservationSpace.Group
    let start: Int
    let outputs: Int
    let first: LinearLayer
    let kind: Kind

    init(
      group: ObservationSpace.Group, start: Int, encoder: ModularBlueprint.Encoder, in layout: inout ParameterLayout
    ) {
      let gain = Initializer.orthogonal(gain: Float(2).squareRoot())
      self.group = group
      self.start = start
      outputs = encoder.outputs
      switch encoder {
      case .linear(let outputs):
        first = LinearLayer(
          group.name, inputs: group.width, outputs: outputs, activation: .relu, initializer: gain, in: &layout)
        kind = .linear
      case .maxPool(let outputs):
        first = LinearLayer(
          group.name, inputs: group.columns, outputs: outputs, activation: .relu, initializer: gain, in: &layout)
        kind = .maxPool
      case .attention(let embedding, let heads, let outputs):
        first = LinearLayer(
          "\(group.name).embedding", inputs: group.columns, outputs: embedding, activation: .relu, initializer: gain,
          in: &layout)
        let attention = SelfAttentionLayer(
          "\(group.name).attention", shape: AttentionShape(slots: group.rows, heads: heads, width: embedding),
          initializer: .orthogonal(gain: 1), in: &layout)
        let last = LinearLayer(
          "\(group.name).output", inputs: embedding, outputs: outputs, activation: .relu, initializer: gain, in: &layout
        )
        kind = .attention(attention, last)
      }
    }

    /// Maps [rows × observation width] to [rows × outputs].
    @_specialize(where Scalar == Float)
    func callAsFunction<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
      let block = tape.slice(observations, columns: start..<start + group.width)
      if case .linear = kind { return first(block, on: tape) }
      let mask = group.validRows(of: block, on: tape)
      let rows = tape.reshape(block, rows: block.rows * group.rows, columns: group.columns)
      let encoded = first(rows, on: tape)
      switch kind {
      case .linear, .maxPool:
        return tape.maxPool(encoded, slots: group.rows, mask: mask)
      case .attention(let attention, let last):
        let attended = attention(encoded, mask: mask, on: tape)
        return last(tape.meanPool(attended, slots: group.rows, mask: mask), on: tape)
      }
    }
  }
}
