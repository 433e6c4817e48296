import RLTesting
import Tensors

extension GradientCase {
  /// Linear layers, reductions, rearrangements and everything that works row by row.
  static let rows: [GradientCase] =
    Activation.allCases.map { activation in
      GradientCase("linear with \(activation)", [(4, 3), (3, 5), (1, 5)]) {
        $0.linear($1[0], weight: $1[1], bias: $1[2], activation: activation)
      }
    } + [
      GradientCase("linear with one output", [(20, 3), (3, 1), (1, 1)]) {
        $0.linear($1[0], weight: $1[1], bias: $1[2], activation: .sigmoid)
      },
      GradientCase("linear with one row", [(1, 3), (3, 4), (1, 4)]) {
        $0.linear($1[0], weight: $1[1], bias: $1[2], activation: .tanh)
      },
      GradientCase("sum", [(3, 4)]) { $0.sum($1[0]) },
      GradientCase("mean", [(3, 4)]) { $0.mean($1[0]) },
      GradientCase("sumRows", [(3, 4)]) { $0.sumRows($1[0]) },
      GradientCase("reshape", [(3, 4)]) { $0.reshape($1[0], rows: 2, columns: 6) },
      GradientCase("concatenate", [(3, 2), (3, 1), (3, 4)]) { $0.concatenate($1) },
      GradientCase("concatenate a variable with itself", [(3, 2)]) { $0.concatenate([$1[0], $1[0]]) },
      GradientCase("slice", [(3, 5)]) { $0.slice($1[0], columns: 1..<4) },
      GradientCase("gather", [(4, 3)]) { $0.gather($1[0], [2, 0, 0, 1]) },
      GradientCase("logSoftmax", [(3, 5)]) { $0.logSoftmax($1[0]) },
      GradientCase("masked logSoftmax", [(4, 3)]) { $0.logSoftmax($1[0], mask: $0.mask(actionMask)) },
      GradientCase("softmax", [(3, 5)]) { $0.softmax($1[0]) },
      GradientCase("masked softmax", [(4, 3)]) { $0.softmax($1[0], mask: $0.mask(actionMask)) },
      GradientCase("entropy of log-probabilities", [(3, 5)]) { $0.entropy(ofLogProbabilities: $1[0]) },
      GradientCase("entropy", [(3, 5)]) { $0.entropy(ofLogProbabilities: $0.logSoftmax($1[0])) },
      GradientCase("masked entropy", [(4, 3)]) {
        $0.entropy(ofLogProbabilities: $0.logSoftmax($1[0], mask: $0.mask(actionMask)))
      },
      GradientCase("dueling", [(3, 1), (3, 4)]) { $0.dueling(value: $1[0], advantages: $1[1]) },
      GradientCase("layerNorm", [(3, 6), (1, 6), (1, 6)]) { $0.layerNorm($1[0], gain: $1[1], bias: $1[2]) },
      GradientCase("layerNorm with a large epsilon", [(3, 2), (1, 2), (1, 2)]) {
        $0.layerNorm($1[0], gain: $1[1], bias: $1[2], epsilon: 0.5)
      },
    ]

  /// Rows with all, one and two valid entries of three.
  private static let actionMask = [true, true, true, false, true, false, true, false, true, false, false, true]
}
