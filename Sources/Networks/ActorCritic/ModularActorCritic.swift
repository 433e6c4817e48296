import RLCore
import Tensors

/// See ``ModularBlueprint``.
struct ModularActorCritic: TwoHeadedActorCritic {
  let parts: [Part]
  let fusion: [FusionLayer]
  let dropout: Float
  let policyHead: MLP
  let valueHead: MLP

  let sharesParameters = true

  @_specialize(where Scalar == Float)
  func features<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    var fused = tape.concatenate(parts.map { $0(observations, on: tape) })
    for (index, layer) in fusion.enumerated() {
      fused = layer(fused, on: tape)
      if index == 0 { fused = tape.dropout(fused, rate: dropout) }
    }
    return fused
  }

  /// Linear, layer normalisation, ReLU.
  struct FusionLayer: Sendable {
    let linear: LinearLayer
    let norm: LayerNormLayer

    init(_ name: String, inputs: Int, outputs: Int, in layout: inout ParameterLayout) {
      linear = LinearLayer(
        name, inputs: inputs, outputs: outputs, initializer: .orthogonal(gain: Float(2).squareRoot()), in: &layout)
      norm = LayerNormLayer("\(name).norm", columns: outputs, in: &layout)
    }

    @_specialize(where Scalar == Float)
    func callAsFunction<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable {
      tape.relu(norm(linear(x, on: tape), on: tape))
    }
  }
}
