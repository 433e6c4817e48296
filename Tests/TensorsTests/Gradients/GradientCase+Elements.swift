import RLTesting
import Randomness
import Tensors

extension GradientCase {
  /// Operations on single values, and arithmetic with every repetition of the second operand.
  static let elements: [GradientCase] =
    unary + binary("add") { $0.add($1, $2) } + binary("subtract") { $0.subtract($1, $2) }
    + binary("multiply") { $0.multiply($1, $2) } + minimum

  private typealias Binary = @Sendable (Tape<Double>, Variable, Variable) -> Variable

  private static func binary(_ name: String, _ operation: @escaping Binary) -> [GradientCase] {
    [
      GradientCase("\(name) of equal shapes", [(3, 4), (3, 4)]) { operation($0, $1[0], $1[1]) },
      GradientCase("\(name) of one row", [(3, 4), (1, 4)]) { operation($0, $1[0], $1[1]) },
      GradientCase("\(name) of one value", [(3, 4), (1, 1)]) { operation($0, $1[0], $1[1]) },
      GradientCase("\(name) of one column", [(3, 1), (1, 1)]) { operation($0, $1[0], $1[1]) },
      GradientCase("\(name) of a variable with itself", [(3, 4)]) { operation($0, $1[0], $1[0]) },
    ]
  }

  private static let unary: [GradientCase] = [
    GradientCase("tanh", [(3, 5)]) { $0.tanh($1[0]) },
    GradientCase("relu", [(3, 5)]) { $0.relu($1[0]) },
    GradientCase("sigmoid", [(3, 5)]) { $0.sigmoid($1[0]) },
    GradientCase("identity", [(3, 5)]) { $0.activate($1[0], .identity) },
    GradientCase("gelu", [(3, 5)]) { $0.gelu($1[0]) },
    GradientCase("gelu by name", [(3, 5)]) { $0.activate($1[0], .gelu) },
    GradientCase("exp", [(3, 5)]) { $0.exp($1[0]) },
    GradientCase("log", at: [GradientInput([0.2, 0.7, 1, 1.5, 4, 30], rows: 2, columns: 3)]) { $0.log($1[0]) },
    GradientCase("affine", [(3, 5)]) { $0.affine($1[0], scale: -1.7, offset: 0.3) },
    GradientCase("dropout", [(6, 5)]) { tape, inputs in
      tape.dropoutStream = RandomStream(seed: 3)
      return tape.dropout(inputs[0], rate: 0.4)
    },
    GradientCase("clamp", [(3, 4)]) { $0.clamp($1[0], to: -0.6...0.7) },
    GradientCase("dropout while evaluating", [(2, 3)]) { $0.dropout($1[0], rate: 0.4) },
  ]
  private static let minimum: [GradientCase] = [
    GradientCase("minimum", [(3, 4), (3, 4)]) { $0.minimum($1[0], $1[1]) },
    GradientCase("minimum of a variable with itself", [(3, 4)]) { $0.minimum($1[0], $1[0]) },
    GradientCase("minimum of a variable and what follows from it", [(3, 4), (3, 4)]) {
      $0.minimum($0.multiply($1[0], $1[1]), $1[0])
    },
  ]
}
