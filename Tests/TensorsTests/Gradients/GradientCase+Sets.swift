import RLTesting
import Tensors

extension GradientCase {
  /// Attention and pooling over sets, and records in which variables have several consumers.
  static let sets: [GradientCase] = [
    GradientCase("attention", [(6, 12)]) {
      $0.attention($1[0], shape: AttentionShape(slots: 3, heads: 2, width: 4))
    },
    GradientCase("attention of one head over one slot", [(2, 9)]) {
      $0.attention($1[0], shape: AttentionShape(slots: 1, heads: 1, width: 3))
    },
    GradientCase("masked attention", [(12, 12)]) {
      $0.attention($1[0], shape: AttentionShape(slots: 3, heads: 2, width: 4), mask: $0.mask(slotMask))
    },
    GradientCase("maxPool", [(6, 4)]) { $0.maxPool($1[0], slots: 3) },
    GradientCase("masked maxPool", [(12, 4)]) { $0.maxPool($1[0], slots: 3, mask: $0.mask(slotMask)) },
    GradientCase("meanPool", [(6, 4)]) { $0.meanPool($1[0], slots: 3) },
    GradientCase("masked meanPool", [(12, 4)]) { $0.meanPool($1[0], slots: 3, mask: $0.mask(slotMask)) },
    GradientCase("sumPool", [(6, 4)]) { $0.sumPool($1[0], slots: 3) },
    GradientCase("masked sumPool", [(12, 4)]) { $0.sumPool($1[0], slots: 3, mask: $0.mask(slotMask)) },
    GradientCase("a row added to each of a set", [(6, 4), (2, 4)]) { $0.add($1[0], toEachOf: 3, $1[1]) },
    GradientCase("causal attention", [(8, 12)]) {
      $0.causalAttention($1[0], shape: AttentionShape(slots: 4, heads: 2, width: 4))
    },
    GradientCase("masked causal attention", [(12, 12)]) {
      $0.causalAttention($1[0], shape: AttentionShape(slots: 3, heads: 2, width: 4), mask: $0.mask(slotMask))
    },
    GradientCase("causal patches", [(8, 3)]) { $0.causalPatches($1[0], steps: 4, kernel: 2, dilation: 1) },
    GradientCase("dilated causal patches", [(10, 2)]) { $0.causalPatches($1[0], steps: 5, kernel: 3, dilation: 2) },
    // Linear layers and activations turn the gradient of their output in place: all of it must have arrived by then.
    GradientCase("a linear layer read three times", [(4, 3), (3, 3), (1, 3)]) { tape, inputs in
      let y = tape.linear(inputs[0], weight: inputs[1], bias: inputs[2], activation: .tanh)
      let z = tape.linear(y, weight: inputs[1], bias: inputs[2], activation: .sigmoid)
      return tape.add(tape.multiply(y, z), tape.exp(y))
    },
    GradientCase("an activation read three times", [(4, 3)]) { tape, inputs in
      let y = tape.tanh(inputs[0])
      return tape.add(tape.multiply(y, tape.sigmoid(y)), tape.reshape(tape.gelu(y), rows: 4, columns: 3))
    },
    GradientCase("a view beside its source", [(4, 3), (3, 3), (1, 3)]) { tape, inputs in
      let y = tape.linear(inputs[0], weight: inputs[1], bias: inputs[2], activation: .sigmoid)
      let view = tape.reshape(y, rows: 4, columns: 3)
      return tape.multiply(tape.tanh(view), tape.add(y, view))
    },
    GradientCase("a network with its input as weight", [(3, 3), (1, 3)]) { tape, inputs in
      tape.linear(inputs[0], weight: inputs[0], bias: inputs[1], activation: .tanh)
    },
  ]

  /// Sets of three rows of which none, one, two and all hold data.
  private static let slotMask = [
    false, false, false, false, true, false, true, false, true, true, true, true,
  ]
}
