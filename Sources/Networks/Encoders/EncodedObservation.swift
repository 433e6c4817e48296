import Tensors

/// What an ``ObservationEncoding`` builds: from observations to features.
struct EncodedObservation: Network {
  /// A group of the observation, passed on as it is without an encoder.
  struct Part: Sendable {
    let columns: Range<Int>
    let encoder: (any Network)?

    /// Maps [samples × observation width] to the features of the group.
    @_specialize(where Scalar == Float)
    func callAsFunction<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
      let block = tape.slice(observations, columns: columns)
      return encoder.map { $0(block, on: tape) } ?? block
    }
  }

  let parts: [Part]
  let fusion: [FusionLayer]
  let dropout: Float

  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    var fused = tape.concatenate(parts.map { $0(observations, on: tape) })
    for (index, layer) in fusion.enumerated() {
      fused = layer(fused, on: tape)
      if index == 0 { fused = tape.dropout(fused, rate: dropout) }
    }
    return fused
  }
}

/// Linear, layer normalisation, ReLU.
struct FusionLayer: Sendable {
  let linear: LinearLayer
  let norm: LayerNormLayer

  init(_ name: String, inputs: Int, outputs: Int, in layout: inout ParameterLayout) {
    linear = LinearLayer(name, inputs: inputs, outputs: outputs, initializer: .orthogonalReLU, in: &layout)
    norm = LayerNormLayer("\(name).norm", columns: outputs, in: &layout)
  }

  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable {
    tape.relu(norm(linear(x, on: tape), on: tape))
  }
}

/// A network that reads encoded observations.
struct EncodedNetwork: Network {
  let encoding: EncodedObservation
  let network: any Network

  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable {
    network(encoding(x, on: tape), on: tape)
  }
}
